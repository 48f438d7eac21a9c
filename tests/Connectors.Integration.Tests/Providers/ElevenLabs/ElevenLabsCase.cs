using System.Text;
using System.Text.Json;
using Connectors.Providers.ElevenLabs;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

internal sealed class ElevenLabsCase : ConnectorCase
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ElevenLabsSandbox _sandbox = new(QuietAgent);
    private int _farSides;

    public ElevenLabsCase() =>
        Connector = new ElevenLabsConnector(_http, TimeProvider.System, new() { StallTimeout = StallTimeout });

    public static ElevenLabsBehaviour QuietAgent { get; } = new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override ConnectorSetup Setup => SetupFor(_sandbox.BaseAddress);

    public override IReadOnlyList<string> Secrets => [_sandbox.Behaviour.Account.ApiKey, "cvtkn_"];

    public override IReadOnlyList<string> BadMessages => ElevenLabsBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer => [ElevenLabsMessages.Metadata("conv_peer", "pcm_16000", "pcm_24000")];

    public override Task StartAsync() => _sandbox.StartAsync();

    public override void NeverBegin() => _sandbox.Faults = new() { NoMetadata = true };

    public override void Refuse() => _sandbox.Faults = new() { SignedUrl = new(401, "invalid_api_key") };

    public override async Task<FarSide> FarSideAsync() =>
        new ElevenLabsFarSide(await _sandbox.ConversationAsync(_farSides++, TestContext.Current.CancellationToken));

    public override AgentPreparation PrepareFor(Uri peer) =>
        new ElevenLabsPreparation(SetupFor(peer), new() { AgentId = "agent_peer" }) { SignedUrl = peer };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) =>
        (Encoding.UTF8.GetBytes(ElevenLabsMessages.Audio(3, audio)), true);

    public override async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _http.Dispose();
    }

    private ConnectorSetup SetupFor(Uri address) => new(
        JsonSerializer.SerializeToElement(new { agentId = _sandbox.Behaviour.AgentId, baseUrl = $"http://{address.Authority}" }),
        new(_sandbox.Behaviour.Account.ApiKey));
}
