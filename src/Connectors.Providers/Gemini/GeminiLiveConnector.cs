using System.Text.Json;
using Connectors.Providers.Gemini.Dialog;
using Connectors.Providers.Gemini.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.Gemini;

/// <summary>Speaks the Live API of Google's Gemini (<c>BidiGenerateContent</c>) over a WebSocket.</summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class GeminiLiveConnector(HttpMessageInvoker http, TimeProvider time, GeminiLiveOptions limits)
    : SettingsConnector<GeminiLiveSettings>(http, time, GeminiLiveCloses.BadKey)
{
    /// <summary>The header that carries the key; in the address it would be in every log on the way.</summary>
    public const string KeyHeader = "x-goog-api-key";

    /// <summary>Life of one connection (Live API, "Session management"); the conversation goes on over the next.</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromMinutes(10);

    /// <summary>Longest conversation whose context is not compressed (Live API, "Session management").</summary>
    private static readonly TimeSpan LongestUncompressed = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "gemini-live",
        DisplayName = "Gemini Live",
        SettingsSchema = GeminiLiveSchema.Text,
        CredentialKind = "GEMINI_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new() { TextInput = GeminiLiveNames.ContentText }) with { Tools = true },
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new GeminiLiveValidation(Api(), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new GeminiLiveValidation(Api(), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    protected override GeminiLiveSettings Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(settings, limits.BaseAddress, out findings);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<GeminiLiveSettings> preparation) => new()
    {
        Address = SessionSetup.AddressOf(preparation.Settings),
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string> { [KeyHeader] = preparation.Setup.Secret.Reveal() },
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        GeminiLiveSettings settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new GeminiLiveConnection(settings, options, listener, socket);

    /// <summary>What a conversation with these settings can do.</summary>
    internal static AgentCapabilities CapabilitiesOf(GeminiLiveSettings settings) => new()
    {
        InterruptionSignal = settings.TurnDetection.Interrupts ? InterruptionSignal.Flush : InterruptionSignal.None,
        MarksTurnEnd = true,
        UserTranscript = settings.TranscribeUser ? TranscriptKind.Interim : TranscriptKind.None,
        AgentTranscript = settings.TranscribeAgent ? TranscriptKind.Interim : TranscriptKind.None,
        CorrectsAgentText = false,
        UserTextTurn = true,
        ContextNotes = settings.TakesContents,
        Say = SayKind.Instructed,
        ClientInterrupt = settings.TakesContents,
        UserActivity = false,
        Tools = settings.Tools.Count > 0,
        UsesPlayoutReports = false,
        SuppressesGreeting = true,
        Resume = ResumeKind.Token,
        MaximumConnectionTime = MaximumConnectionTime,
    };

    /// <summary>What is known of every agent with these settings ahead of a conversation.</summary>
    internal static AgentFacts FactsOf(GeminiLiveSettings settings) => new()
    {
        AgentName = settings.Model,
        InputFormat = Conversation.InputFormat,
        OutputFormat = Conversation.OutputFormat,
        MaximumDuration = settings.CompressContext ? null : LongestUncompressed,
        SuppressesGreeting = true,
    };

    private RestApi Api() => new(Http, Time, limits.RequestTimeout, static (headers, secret) =>
        headers.Add(KeyHeader, secret.Reveal()));
}
