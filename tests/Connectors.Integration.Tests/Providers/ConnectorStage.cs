using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>A connector with its sandbox, and one conversation of theirs.</summary>
internal sealed class ConnectorStage : IAsyncDisposable
{
    private ConnectorStage(ConnectorCase connector) => Case = connector;

    public ConnectorCase Case { get; }

    public RecordingAgentListener Listener { get; } = new();

    public IAgentConnection Connection { get; private set; } = null!;

    public FarSide FarSide { get; private set; } = null!;

    public AgentEvent.Ready Ready { get; private set; } = null!;

    /// <summary>Starts the sandbox only.</summary>
    public static async Task<ConnectorStage> StartAsync(string name)
    {
        var stage = new ConnectorStage(ConnectorCases.Create(name));
        await stage.Case.StartAsync();
        return stage;
    }

    /// <summary>Starts the sandbox and opens a conversation.</summary>
    public static async Task<ConnectorStage> ReadyAsync(string name)
    {
        var stage = await StartAsync(name);
        await stage.OpenAsync();
        stage.Ready = await stage.Listener.WaitAsync<AgentEvent.Ready>();
        stage.FarSide = await stage.Case.FarSideAsync();
        return stage;
    }

    public async Task OpenAsync(ConnectorSetup? setup = null)
    {
        var preparation = await Case.Connector.PrepareAsync(setup ?? Case.Setup, TestContext.Current.CancellationToken);
        Connection = Case.Connector.Open(preparation, new(), Listener);
    }

    /// <summary>Ends everything and checks what holds for every conversation, however it ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await Connection.DisposeAsync();
            await Connection.DisposeAsync();
            Assert.Single(Listener.Events.OfType<AgentEvent.Closed>());
            Assert.IsType<AgentEvent.Closed>(Listener.Told[^1].Event);
            Assert.Empty(Listener.Breaches);
            Assert.All(Case.Secrets, secret => Assert.DoesNotContain(secret, Listener.AllText, StringComparison.Ordinal));
        }

        await Case.DisposeAsync();
    }
}
