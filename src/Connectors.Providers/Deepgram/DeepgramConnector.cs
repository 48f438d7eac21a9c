using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.Deepgram.Dialog;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.Deepgram;

/// <summary>Speaks Deepgram's Voice Agent API, version 1, over a WebSocket.</summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class DeepgramConnector(HttpMessageInvoker http, TimeProvider time, DeepgramOptions limits)
    : SettingsConnector<DeepgramSettings>(http, time, DeepgramCloses.BadKey)
{
    /// <summary>How Deepgram's keys are sent.</summary>
    private const string Scheme = "Token";

    /// <summary>Longest life of a session.</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromHours(2);

    /// <summary>Format of the user's audio where the host has no wish that Deepgram can fulfil.</summary>
    public static readonly AudioFormat InputFormat = AudioFormat.Pcm16(16_000);

    /// <summary>Format of the agent's audio where the host has no wish that Deepgram can fulfil.</summary>
    public static readonly AudioFormat OutputFormat = AudioFormat.Pcm16(24_000);

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "deepgram",
        DisplayName = "Deepgram Voice Agent",
        SettingsSchema = DeepgramSchema.Text,
        CredentialKind = "DEEPGRAM_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new()) with { Tools = true },
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new DeepgramValidation(Api(), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new DeepgramValidation(Api(), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    protected override DeepgramSettings Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(settings, limits.BaseAddress, out findings);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<DeepgramSettings> preparation) => new()
    {
        Address = SessionSetup.AddressOf(preparation.Settings),
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string> { ["Authorization"] = $"{Scheme} {preparation.Setup.Secret.Reveal()}" },
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        DeepgramSettings settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new DeepgramConnection(settings, options, listener, socket, limits.KeepAliveInterval);

    /// <summary>What a conversation with these settings can do.</summary>
    internal static AgentCapabilities CapabilitiesOf(DeepgramSettings settings) => new()
    {
        InterruptionSignal = InterruptionSignal.Flush,
        MarksTurnEnd = true,
        UserTranscript = TranscriptKind.Final,
        AgentTranscript = TranscriptKind.Interim,
        CorrectsAgentText = false,
        UserTextTurn = true,
        ContextNotes = true,
        Say = SayKind.Verbatim,
        ClientInterrupt = false,
        UserActivity = false,
        Tools = settings.Tools.Count > 0,
        UsesPlayoutReports = false,
        SuppressesGreeting = true,
        Resume = ResumeKind.Replay,
        MaximumConnectionTime = MaximumConnectionTime,
    };

    private RestApi Api() => new(Http, Time, limits.RequestTimeout, static (headers, secret) =>
        headers.Authorization = new AuthenticationHeaderValue(Scheme, secret.Reveal()));
}
