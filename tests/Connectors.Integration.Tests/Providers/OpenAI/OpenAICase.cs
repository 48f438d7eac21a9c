using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers;
using Connectors.Providers.OpenAI;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

internal sealed class OpenAICase : ConnectorCase
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private OpenAIRealtimeSandbox? _sandbox;
    private int _farSides;

    public OpenAICase() => Connector = new OpenAIRealtimeConnector(_http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static OpenAISwitches QuietAgent { get; } = new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public OpenAIRealtimeSandbox Sandbox => _sandbox!;

    public override ConnectorSetup Setup => SetupFor(_sandbox!.BaseUrl);

    public override IReadOnlyList<string> Secrets => [QuietAgent.ApiKey];

    public override IReadOnlyList<string> BadMessages => OpenAIBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
    [
        """{"type":"session.created","session":{"id":"sess_peer"}}""",
        """{"type":"session.updated","session":{"id":"sess_peer"}}""",
        """{"type":"response.created","response":{"id":"resp_peer"}}""",
    ];

    public override async Task StartAsync() => _sandbox = await OpenAIRealtimeSandbox.StartAsync(QuietAgent);

    public override void NeverBegin() => _sandbox!.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => _sandbox!.Switches = QuietAgent with { RefuseWith = 401 };

    public override async Task<FarSide> FarSideAsync()
    {
        var number = _farSides++;
        while (_sandbox!.Sockets.Count <= number)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return new OpenAIFarSide(_sandbox.Sockets[number]);
    }

    public override AgentPreparation PrepareFor(Uri peer)
    {
        var setup = SetupFor($"http://{peer.Authority}");
        return new SettingsPreparation<OpenAIRealtimeSettings>(
            setup, SettingsReader.Read(setup.Settings, OpenAIRealtimeNames.DefaultBaseAddress, out _));
    }

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(OpenAIFarSide.Audio("resp_peer", "item_peer", audio).ToJsonString()), true);

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
