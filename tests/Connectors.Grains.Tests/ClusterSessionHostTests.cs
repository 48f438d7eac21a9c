using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Testing;
using Connectors.Tests.Core.Bridging;

namespace Connectors.Grains.Tests;

/// <summary>The contract of hosts, through two nodes of which either may have the session.</summary>
public sealed class ClusterSessionHostTests : SessionHostContract, IAsyncLifetime
{
    private Cluster _cluster = null!;
    private TaskCompletionSource _starting = new();

    protected override ISessionHost Host => _cluster.Nodes[0].Host;

    protected override ISessionHost Other => _cluster.Nodes[1].Host;

    protected override int Starts => _cluster.Nodes.Sum(node => node.LiveAvatar.Starts);

    private FakeConnector.Connection Agent => _cluster.Nodes.SelectMany(node => node.Connector.Connections).Last();

    public async ValueTask InitializeAsync() => _cluster = await Cluster.StartAsync(10, 10);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    protected override SessionSpecification Session(string id) => Cluster.Session(id) with
    {
        Source = new RoomSource.LiveAvatarRoom(),
        AvatarCredential = new Secret("avatar-key"),
    };

    protected override void HoldStarts(bool isHeld)
    {
        if (isHeld)
        {
            _starting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _cluster.Nodes.ForEach(node => node.LiveAvatar.Starting = _starting.Task);
        }
        else
        {
            _starting.TrySetResult();
        }
    }

    protected override void Say(string text) => Agent.Tell(new AgentEvent.UserText(text, text, IsFinal: true));

    protected override IReadOnlyList<string> AgentCalls() => Agent.Calls;

    protected override Task<T> PassAsync<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
}
