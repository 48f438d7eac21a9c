using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia;

namespace Connectors.Integration.Tests.Providers.Cartesia;

internal sealed class CartesiaCase : SandboxCase<CartesiaSandbox, CartesiaLineSettings>
{
    /// <summary>Silence that parts two turns, in these tests.</summary>
    public static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(300);

    public CartesiaCase() => Connector = new CartesiaLineConnector(
        Http, TimeProvider.System, new() { StallTimeout = StallTimeout, TurnPause = TurnPause });

    public static CartesiaSwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> BadMessages => CartesiaBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
        ["""{"event":"ack","stream_id":"peer","config":{"input_format":"pcm_24000"}}"""];

    public override void NeverBegin() => Sandbox.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => Sandbox.Switches = QuietAgent with { RefuseWith = 401 };

    public override BadInputTrial? Try(BadInput input) => input switch
    {
        BadInput.WrongKey => BadInputTrial.WrongKey,
        BadInput.NoQuota => With(QuietAgent with { RefuseWith = 402 }),
        BadInput.UnknownAgent => BadInputTrial.With("agentId", "agent_nobody"),
        BadInput.WrongFormat => With(QuietAgent with { ForcedFormat = "opus_48000" }),
        _ => null,
    };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (Encoding.UTF8.GetBytes(
        $$$"""{"event":"media_output","stream_id":"peer","media":{"payload":"{{{Convert.ToBase64String(audio)}}}"}}"""), true);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override JsonObject Settings() => new() { ["agentId"] = QuietAgent.AgentId };

    protected override Task<CartesiaSandbox> StartSandboxAsync() => CartesiaSandbox.StartAsync(QuietAgent);

    protected override CartesiaLineSettings Read(JsonElement settings) =>
        SettingsReader.Read(settings, CartesiaLineNames.DefaultBaseAddress, out _);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { Session.Start: not null } socket ? new CartesiaFarSide(socket) : null;

    private BadInputTrial With(CartesiaSwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
