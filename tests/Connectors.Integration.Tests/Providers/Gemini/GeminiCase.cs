using System.Text;
using System.Text.Json;
using Connectors.Providers.Gemini;
using Connectors.Providers.Gemini.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

internal sealed class GeminiCase : SandboxCase<GeminiSandbox, GeminiLiveSettings>
{
    private const string WrongAudio = """
        {"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=16000","data":"AAAA"}}]}}}
        """;

    private static readonly LiveFault NoQuota =
        new(1011, "You exceeded your current quota, please check your plan and billing details.");

    public GeminiCase() => Connector = new GeminiLiveConnector(Http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static GeminiSwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> Secrets => [QuietAgent.ApiKey, .. Sandbox?.Kept.Handles ?? []];

    public override IReadOnlyList<string> BadMessages => GeminiBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer => ["""{"setupComplete":{"sessionId":"peer"}}"""];

    public override void NeverBegin() => Sandbox.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => Sandbox.Switches = QuietAgent with { CloseAtStart = LiveFault.BadKey };

    public override BadInputTrial? Try(BadInput input) => input switch
    {
        BadInput.WrongKey => BadInputTrial.WrongKey,
        BadInput.NoQuota => With(QuietAgent with { CloseAtStart = NoQuota }),
        BadInput.UnknownAgent => BadInputTrial.With("model", "gemini-9"),
        BadInput.WrongFormat => BadInputTrial.After(static farSide => farSide.SendTextAsync(WrongAudio)),
        BadInput.ProviderLimit => BadInputTrial.After(static farSide => farSide.ExpireAsync()),
        _ => null,
    };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(GeminiFarSide.Audio(audio).ToJsonString()), false);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override Task<GeminiSandbox> StartSandboxAsync() => GeminiSandbox.StartAsync(QuietAgent);

    protected override GeminiLiveSettings Read(JsonElement settings) =>
        SettingsReader.Read(settings, GeminiLiveNames.DefaultBaseAddress, out _);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { Session.Setup: not null } socket ? new GeminiFarSide(socket) : null;

    private BadInputTrial With(GeminiSwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
