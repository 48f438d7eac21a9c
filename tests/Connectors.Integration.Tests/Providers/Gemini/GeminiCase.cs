using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers;
using Connectors.Providers.Gemini;
using Connectors.Providers.Gemini.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

internal sealed class GeminiCase : ConnectorCase
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private GeminiSandbox? _sandbox;
    private int _farSides;

    public GeminiCase() => Connector = new GeminiLiveConnector(_http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static GeminiSwitches QuietAgent { get; } = new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public GeminiSandbox Sandbox => _sandbox!;

    public override ConnectorSetup Setup => SetupFor(_sandbox!.BaseUrl);

    public override IReadOnlyList<string> Secrets => [QuietAgent.ApiKey, .. _sandbox?.Kept.Handles ?? []];

    public override IReadOnlyList<string> BadMessages => GeminiBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer => ["""{"setupComplete":{"sessionId":"peer"}}"""];

    public override async Task StartAsync() => _sandbox = await GeminiSandbox.StartAsync(QuietAgent);

    public override void NeverBegin() => _sandbox!.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => _sandbox!.Switches = QuietAgent with { CloseAtStart = LiveFault.BadKey };

    public override async Task<FarSide> FarSideAsync()
    {
        // A connection that was refused or replaced before it began has no side to speak of.
        var number = _farSides++;
        while (_sandbox!.Sockets.Count <= number || _sandbox.Sockets[number].Session.Setup is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return new GeminiFarSide(_sandbox.Sockets[number]);
    }

    public override AgentPreparation PrepareFor(Uri peer)
    {
        var setup = SetupFor($"http://{peer.Authority}");
        return new SettingsPreparation<GeminiLiveSettings>(
            setup, SettingsReader.Read(setup.Settings, GeminiLiveNames.DefaultBaseAddress, out _));
    }

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(GeminiFarSide.Audio(audio).ToJsonString()), false);

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
