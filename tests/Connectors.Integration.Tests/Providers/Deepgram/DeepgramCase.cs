using System.Text.Json;
using Connectors.Providers.Deepgram;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Deepgram;

namespace Connectors.Integration.Tests.Providers.Deepgram;

internal sealed class DeepgramCase : SandboxCase<DeepgramSandbox, DeepgramSettings>
{
    public DeepgramCase() => Connector = new DeepgramConnector(Http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static DeepgramSwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> BadMessages => DeepgramBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer =>
        ["""{"type":"Welcome","request_id":"peer"}""", """{"type":"SettingsApplied"}"""];

    public override void NeverBegin() => Sandbox.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => Sandbox.Switches = QuietAgent with { RefuseWith = 401 };

    public override BadInputTrial? Try(BadInput input) => input switch
    {
        BadInput.WrongKey => BadInputTrial.WrongKey,
        BadInput.NoQuota => With(QuietAgent with { RefuseWith = 402 }),
        BadInput.UnknownAgent => BadInputTrial.With("voice", "aura-9-nobody-en"),
        BadInput.ProviderLimit => BadInputTrial.After(static farSide => farSide.ExpireAsync()),
        _ => null,
    };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (audio, false);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override Task<DeepgramSandbox> StartSandboxAsync() => DeepgramSandbox.StartAsync(QuietAgent);

    protected override DeepgramSettings Read(JsonElement settings) =>
        SettingsReader.Read(settings, DeepgramNames.DefaultBaseAddress, out _);

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Sockets.ElementAtOrDefault(number) is { Session.Settings: not null } socket ? new DeepgramFarSide(socket) : null;

    private BadInputTrial With(DeepgramSwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
