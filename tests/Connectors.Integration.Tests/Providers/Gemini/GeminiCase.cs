using System.Text;
using System.Text.Json;
using Connectors.Providers.Gemini;
using Connectors.Providers.Gemini.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

internal sealed class GeminiCase : SandboxCase<GeminiSandbox, GeminiLiveSettings>
{
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

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(GeminiFarSide.Audio(audio).ToJsonString()), false);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override Task<GeminiSandbox> StartSandboxAsync() => GeminiSandbox.StartAsync(QuietAgent);

    protected override GeminiLiveSettings Read(JsonElement settings) =>
        SettingsReader.Read(settings, GeminiLiveNames.DefaultBaseAddress, out _);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { Session.Setup: not null } socket ? new GeminiFarSide(socket) : null;
}
