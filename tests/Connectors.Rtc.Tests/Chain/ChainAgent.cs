using System.Text;
using System.Text.Json;
using Connectors.Providers;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.CustomAgent;
using Connectors.Providers.Deepgram;
using Connectors.Providers.ElevenLabs;
using Connectors.Providers.Gemini;
using Connectors.Providers.OpenAI;
using Connectors.Validation;

namespace Connectors.Rtc.Tests.Chain;

/// <summary>A connector whose conversations go to a peer of ours, and what that peer says in its provider's language.</summary>
internal sealed class ChainAgent : IConnector, IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly IConnector _connector;
    private readonly AgentPreparation? _preparation;

    private ChainAgent(Func<HttpMessageInvoker, IConnector> connector, object settings, Func<ConnectorSetup, AgentPreparation>? prepare)
    {
        _connector = connector(_http);
        Setup = new(JsonSerializer.SerializeToElement(settings), new("key"));
        _preparation = prepare?.Invoke(Setup);
    }

    public ConnectorSetup Setup { get; }

    /// <summary>What the peer sends so that a conversation is ready and a turn can begin.</summary>
    public required IReadOnlyList<string> Opening { get; init; }

    /// <summary>One message with 20 ms of the agent's audio, always of the same turn.</summary>
    public required byte[] Audio { get; init; }

    /// <summary>Whether that message is text.</summary>
    public bool IsAudioText { get; init; } = true;

    public ConnectorDescription Description => _connector.Description;

    public static ChainAgent Of(string name, Uri peer) => name switch
    {
        "elevenlabs" => ElevenLabs(peer),
        "gemini-live" => Gemini(peer),
        "deepgram" => Deepgram(peer),
        "custom" => Custom(peer),
        "cartesia-line" => Cartesia(peer),
        "cartesia-managed" => CartesiaManaged(peer),
        _ => OpenAI(peer),
    };

    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        _connector.ValidateAsync(setup, cancellationToken);

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => _connector.CheckSettings(settings);

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        _connector.ValidateCredentialAsync(secret, cancellationToken);

    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        _preparation is null ? _connector.PrepareAsync(setup, cancellationToken) : Task.FromResult(_preparation);

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener) =>
        _connector.Open(preparation, options, listener);

    public void Dispose() => _http.Dispose();

    private static ChainAgent ElevenLabs(Uri peer)
    {
        const string Metadata = """
            {"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"conv",
            "agent_output_audio_format":"pcm_24000","user_input_audio_format":"pcm_16000"}}
            """;
        return new(
            http => new ElevenLabsConnector(http, TimeProvider.System, new()),
            new { agentId = "agent", baseUrl = $"http://{peer.Authority}" },
            setup => new ElevenLabsPreparation(setup, new() { AgentId = "agent" }) { SignedUrl = peer })
        {
            Opening = [Metadata],
            Audio = Encoding.UTF8.GetBytes($$"""{"type":"audio","audio_event":{"audio_base_64":"{{Sound()}}","event_id":3} }"""),
        };
    }

    private static ChainAgent OpenAI(Uri peer) => new(
        http => new OpenAIRealtimeConnector(http, TimeProvider.System, new()),
        new { baseUrl = $"http://{peer.Authority}" },
        null)
    {
        Opening =
        [
            """{"type":"session.created","session":{"id":"sess"}}""",
            """{"type":"session.updated","session":{"id":"sess"}}""",
            """{"type":"response.created","response":{"id":"resp"}}""",
        ],
        Audio = Encoding.UTF8.GetBytes(
            """{"type":"response.output_audio.delta","response_id":"resp","item_id":"item","output_index":0,"content_index":0,"""
            + $"\"delta\":\"{Sound()}\"}}"),
    };

    private static ChainAgent Gemini(Uri peer) => new(
        http => new GeminiLiveConnector(http, TimeProvider.System, new()),
        new { baseUrl = $"http://{peer.Authority}" },
        null)
    {
        Opening = ["""{"setupComplete":{"sessionId":"sess"}}"""],
        Audio = Encoding.UTF8.GetBytes(
            """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"""
            + $"\"{Sound()}\"}}}}]}}}}}}"),
    };

    private static ChainAgent Deepgram(Uri peer) => new(
        http => new DeepgramConnector(http, TimeProvider.System, new()),
        new { baseUrl = $"http://{peer.Authority}" },
        null)
    {
        Opening = ["""{"type":"Welcome","request_id":"id"}""", """{"type":"SettingsApplied"}"""],
        Audio = new byte[24_000 / 50 * 2],
        IsAudioText = false,
    };

    private static ChainAgent Cartesia(Uri peer) => new(
        http => new CartesiaLineConnector(http, TimeProvider.System, new()),
        new { agentId = "agent", baseUrl = $"http://{peer.Authority}" },
        null)
    {
        Opening = ["""{"event":"ack","stream_id":"id","config":{"input_format":"pcm_24000"}}"""],
        Audio = Encoding.UTF8.GetBytes($$$"""{"event":"media_output","stream_id":"id","media":{"payload":"{{{Sound()}}}"}}"""),
    };

    // Its document would be asked for where only a socket is.
    private static ChainAgent CartesiaManaged(Uri peer) => new(
        http => new CartesiaManagedConnector(http, TimeProvider.System, new()),
        new { agentId = "agent", baseUrl = $"http://{peer.Authority}" },
        setup => new SettingsPreparation<ManagedTalk>(
            setup, new(new() { AgentId = "agent", BaseAddress = new($"http://{peer.Authority}") }, ManagedAgent.Unknown)))
    {
        Opening = ["""{"type":"session_ready","call_id":"id","audio":{"input_format":"pcm_24000"}}"""],
        Audio = Encoding.UTF8.GetBytes($$"""{"type":"audio_output","audio":"{{Sound()}}"}"""),
    };

    private static ChainAgent Custom(Uri peer) => new(
        http => new CustomAgentConnector(http, TimeProvider.System, new() { AllowInsecure = true }),
        new { url = peer },
        null)
    {
        Opening = ["""{"type":"ready","version":1}""", """{"type":"turn_started"}"""],
        Audio = new byte[24_000 / 50 * 2],
        IsAudioText = false,
    };

    private static string Sound() => Convert.ToBase64String(new byte[24_000 / 50 * 2]);
}
