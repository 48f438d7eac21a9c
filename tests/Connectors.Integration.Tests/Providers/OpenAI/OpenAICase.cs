using System.Text;
using System.Text.Json;
using Connectors.Providers.OpenAI;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

internal sealed class OpenAICase : SandboxCase<OpenAIRealtimeSandbox, OpenAIRealtimeSettings>
{
    private const string OtherFormat = """{"audio": {"output": {"format": {"type": "audio/pcmu"}}}}""";

    public OpenAICase() => Connector = new OpenAIRealtimeConnector(Http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static OpenAISwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> BadMessages => OpenAIBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
    [
        """{"type":"session.created","session":{"id":"sess_peer"}}""",
        """{"type":"session.updated","session":{"id":"sess_peer"}}""",
        """{"type":"response.created","response":{"id":"resp_peer"}}""",
    ];

    public override void NeverBegin() => Sandbox.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => Sandbox.Switches = QuietAgent with { RefuseWith = 401 };

    public override BadInputTrial? Try(BadInput input) => input switch
    {
        BadInput.WrongKey => BadInputTrial.WrongKey,
        BadInput.NoQuota => With(QuietAgent with { ErrorAtStart = "insufficient_quota" }),
        BadInput.UnknownAgent => BadInputTrial.With("model", "gpt-nobody"),
        BadInput.WrongFormat => With(QuietAgent with { ForcedSession = OtherFormat }),
        BadInput.ProviderLimit => BadInputTrial.After(static farSide => farSide.ExpireAsync()),
        _ => null,
    };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(OpenAIFarSide.Audio("resp_peer", "item_peer", audio).ToJsonString()), true);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override Task<OpenAIRealtimeSandbox> StartSandboxAsync() => OpenAIRealtimeSandbox.StartAsync(QuietAgent);

    protected override OpenAIRealtimeSettings Read(JsonElement settings) =>
        SettingsReader.Read(settings, OpenAIRealtimeNames.DefaultBaseAddress, out _);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { } socket ? new OpenAIFarSide(socket) : null;

    private BadInputTrial With(OpenAISwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
