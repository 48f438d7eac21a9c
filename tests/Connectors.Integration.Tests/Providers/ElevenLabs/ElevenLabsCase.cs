using System.Text;
using System.Text.Json;
using Connectors.Providers.ElevenLabs;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

internal sealed class ElevenLabsCase : ConnectorCase
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private int _farSides;

    public ElevenLabsCase() =>
        Connector = new ElevenLabsConnector(_http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static ElevenLabsBehaviour QuietAgent { get; } = new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public ElevenLabsSandbox Sandbox { get; } = new(QuietAgent);

    public override ConnectorSetup Setup => SetupFor(Sandbox.BaseAddress);

    public override IReadOnlyList<string> Secrets => [Sandbox.Behaviour.Account.ApiKey, "cvtkn_"];

    public override IReadOnlyList<string> BadMessages => ElevenLabsBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer => [ElevenLabsMessages.Metadata("conv_peer", "pcm_16000", "pcm_24000")];

    public override Task StartAsync() => Sandbox.StartAsync();

    public override void NeverBegin() => Sandbox.Faults = new() { NoMetadata = true };

    public override void Refuse() => Sandbox.Faults = new() { SignedUrl = new(401, "invalid_api_key") };

    public override BadInputTrial? Try(BadInput input)
    {
        switch (input)
        {
            case BadInput.WrongKey:
                return BadInputTrial.WrongKey;
            case BadInput.NoQuota:
                Sandbox.Faults = new() { Close = ScheduledClose.Quota(Soon) };
                return new();
            case BadInput.UnknownAgent:
                return BadInputTrial.With("agentId", "agent_nobody");
            case BadInput.WrongFormat:
                Sandbox.Behaviour = QuietAgent with { OutputFormat = "opus_48000_32" };
                return new();
            case BadInput.ProviderLimit:
                Sandbox.Behaviour = QuietAgent with { MaximumDuration = Soon };
                return new();
            default:
                return null;
        }
    }

    public override async Task<FarSide> FarSideAsync() =>
        new ElevenLabsFarSide(await Sandbox.ConversationAsync(_farSides++, TestContext.Current.CancellationToken));

    public override AgentPreparation PrepareFor(Uri peer) =>
        new ElevenLabsPreparation(SetupFor(peer), new() { AgentId = "agent_peer" }) { SignedUrl = peer };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(ElevenLabsMessages.Audio(3, audio)), true);

    public override async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _http.Dispose();
    }

    private ConnectorSetup SetupFor(Uri address) => new(
        JsonSerializer.SerializeToElement(new { agentId = Sandbox.Behaviour.AgentId, baseUrl = $"http://{address.Authority}" }),
        new(Sandbox.Behaviour.Account.ApiKey));
}
