using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers;
using Connectors.Providers.Deepgram;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Deepgram;

namespace Connectors.Integration.Tests.Providers.Deepgram;

internal sealed class DeepgramCase : ConnectorCase
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private DeepgramSandbox? _sandbox;
    private int _farSides;

    public DeepgramCase() => Connector = new DeepgramConnector(_http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static DeepgramSwitches QuietAgent { get; } = new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public DeepgramSandbox Sandbox => _sandbox!;

    public override ConnectorSetup Setup => SetupFor(_sandbox!.BaseUrl);

    public override IReadOnlyList<string> Secrets => [QuietAgent.ApiKey];

    public override IReadOnlyList<string> BadMessages => DeepgramBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
        ["""{"type":"Welcome","request_id":"peer"}""", """{"type":"SettingsApplied"}"""];

    public override async Task StartAsync() => _sandbox = await DeepgramSandbox.StartAsync(QuietAgent);

    public override void NeverBegin() => _sandbox!.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => _sandbox!.Switches = QuietAgent with { RefuseWith = 401 };

    public override async Task<FarSide> FarSideAsync()
    {
        // A connection that was refused or replaced before it began has no side to speak of.
        var number = _farSides++;
        while (_sandbox!.Sockets.Count <= number || _sandbox.Sockets[number].Session.Settings is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return new DeepgramFarSide(_sandbox.Sockets[number]);
    }

    public override AgentPreparation PrepareFor(Uri peer)
    {
        var setup = SetupFor($"http://{peer.Authority}");
        return new SettingsPreparation<DeepgramSettings>(
            setup, SettingsReader.Read(setup.Settings, DeepgramNames.DefaultBaseAddress, out _));
    }

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (audio, false);

    public override async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _http.Dispose();
    }

    private static ConnectorSetup SetupFor(string baseUrl) => new(
        JsonSerializer.SerializeToElement(
            new JsonObject { ["baseUrl"] = baseUrl, ["tools"] = new JsonArray(new JsonObject { ["name"] = "get_weather" }) }),
        new(QuietAgent.ApiKey));
}
