using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.OpenAI.Dialog;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI;

/// <summary>Speaks OpenAI's Realtime API over a WebSocket, in the shape it has since its general availability.</summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class OpenAIRealtimeConnector(HttpMessageInvoker http, TimeProvider time, OpenAIRealtimeOptions limits)
    : SettingsConnector<OpenAIRealtimeSettings>(http, time, OpenAIRealtimeCloses.BadKey)
{
    /// <summary>Longest life of a session (OpenAI guide, "Realtime conversations").</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromMinutes(60);

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "openai-realtime",
        DisplayName = "OpenAI Realtime",
        SettingsSchema = OpenAIRealtimeSchema.Text,
        CredentialKind = "OPENAI_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new()) with { Tools = true },
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new OpenAIRealtimeValidation(Api(), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new OpenAIRealtimeValidation(Api(), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    protected override OpenAIRealtimeSettings Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(settings, limits.BaseAddress, out findings);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<OpenAIRealtimeSettings> preparation) => new()
    {
        Address = SessionSetup.AddressOf(preparation.Settings),
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {preparation.Setup.Secret.Reveal()}" },
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
        ControlLimit = SessionSetup.ControlLimit,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        OpenAIRealtimeSettings settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new OpenAIRealtimeConnection(settings, options, listener, socket);

    /// <summary>What a conversation with these settings can do.</summary>
    internal static AgentCapabilities CapabilitiesOf(OpenAIRealtimeSettings settings) => new()
    {
        InterruptionSignal = settings.TurnDetection is { IsOn: true, InterruptResponse: true }
            ? InterruptionSignal.Turn
            : InterruptionSignal.None,
        MarksTurnEnd = true,
        UserTranscript = settings.Transcription.Enabled ? TranscriptKind.Interim : TranscriptKind.None,
        AgentTranscript = TranscriptKind.Interim,
        CorrectsAgentText = false,
        UserTextTurn = true,
        ContextNotes = true,
        Say = SayKind.Instructed,
        ClientInterrupt = true,
        UserActivity = false,
        Tools = settings.Tools.Count > 0,
        UsesPlayoutReports = true,
        SuppressesGreeting = true,
        Resume = ResumeKind.Replay,
        MaximumConnectionTime = MaximumConnectionTime,
    };

    /// <summary>The one format of both directions.</summary>
    internal static AudioFormat Format => Conversation.Format;

    private RestApi Api() => new(Http, Time, limits.RequestTimeout, static (headers, secret) =>
        headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal()));
}
