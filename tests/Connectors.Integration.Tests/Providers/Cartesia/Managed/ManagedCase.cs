using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

internal sealed class ManagedCase : SandboxCase<CartesiaManagedSandbox, ManagedTalk>
{
    public ManagedCase() => Connector = new CartesiaManagedConnector(Http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static CartesiaManagedSwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> BadMessages => ManagedBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
        ["""{"type":"session_ready","call_id":"peer","audio":{"input_format":"pcm_24000"}}"""];

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

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (
        Encoding.UTF8.GetBytes($$"""{"type":"audio_output","audio":"{{Convert.ToBase64String(audio)}}"}"""), true);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override JsonObject Settings() => new() { ["agentId"] = QuietAgent.AgentId };

    protected override Task<CartesiaManagedSandbox> StartSandboxAsync() => CartesiaManagedSandbox.StartAsync(QuietAgent);

    protected override ManagedTalk Read(JsonElement settings) =>
        new(SettingsReader.Read(settings, CartesiaManagedNames.DefaultBaseAddress, out _), ManagedAgent.Unknown);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { Session.CallId.Length: > 0 } socket ? new ManagedFarSide(socket) : null;

    private BadInputTrial With(CartesiaManagedSwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
