using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers;
using Connectors.Sandbox.Agents;

namespace Connectors.Integration.Tests.Providers;

/// <summary>A row whose connector prepares nothing but its settings, and whose sandbox is a stand-in like the others.</summary>
/// <typeparam name="TSandbox">The stand-in.</typeparam>
/// <typeparam name="TSettings">The connector's settings.</typeparam>
internal abstract class SandboxCase<TSandbox, TSettings> : ConnectorCase
    where TSandbox : class, IAgentSandbox
{
    private TSandbox? _sandbox;
    private int _farSides;

    public TSandbox Sandbox => _sandbox!;

    public override ConnectorSetup Setup => SetupFor(_sandbox!.BaseUrl);

    public override IReadOnlyList<string> Secrets => [ApiKey];

    protected HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    protected abstract string ApiKey { get; }

    /// <summary>A script that says nothing by itself.</summary>
    protected static AgentScript Quiet { get; } = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]);

    public override async Task StartAsync() => _sandbox = await StartSandboxAsync();

    public override async Task<FarSide> FarSideAsync()
    {
        // A connection that was refused or replaced before it began has no side to speak of.
        var number = _farSides++;
        FarSide? side;
        while ((side = FarSideOf(number)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return side;
    }

    public override AgentPreparation PrepareFor(Uri peer)
    {
        var setup = SetupFor($"http://{peer.Authority}");
        return new SettingsPreparation<TSettings>(setup, Read(setup.Settings));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        Http.Dispose();
    }

    protected abstract Task<TSandbox> StartSandboxAsync();

    protected abstract TSettings Read(JsonElement settings);

    /// <summary>The side of the conversation of this number, or null if it has not begun.</summary>
    protected abstract FarSide? FarSideOf(int number);

    /// <summary>Settings besides the address.</summary>
    protected virtual JsonObject Settings() => new() { ["tools"] = new JsonArray(new JsonObject { ["name"] = "get_weather" }) };

    /// <summary>The setting that names the stand-in's host.</summary>
    protected virtual (string Name, string Value) AddressFor(string baseUrl) => ("baseUrl", baseUrl);

    private ConnectorSetup SetupFor(string baseUrl)
    {
        var settings = Settings();
        var (name, value) = AddressFor(baseUrl);
        settings[name] = value;
        return new(JsonSerializer.SerializeToElement(settings), new(ApiKey));
    }
}
