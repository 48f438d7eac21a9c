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
internal sealed class GeminiLiveConnector(HttpMessageInvoker http, TimeProvider time, GeminiLiveOptions limits) : IConnector
{
    /// <summary>The header that carries the key; in the address it would be in every log on the way.</summary>
    public const string KeyHeader = "x-goog-api-key";

    /// <summary>Life of one connection (Live API, "Session management"); the conversation goes on over the next.</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromMinutes(10);

    /// <summary>Longest conversation whose context is not compressed (Live API, "Session management").</summary>
    private static readonly TimeSpan LongestUncompressed = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Id = "gemini-live",
        DisplayName = "Gemini Live",
        SettingsSchema = GeminiLiveSchema.Text,
        CredentialKind = "GEMINI_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new() { TextInput = GeminiLiveNames.ContentText }) with { Tools = true },
    };

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new GeminiLiveValidation(http, time, limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        SettingsReader.Read(settings, limits.BaseAddress, out var findings);
        return findings;
    }

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new GeminiLiveValidation(http, time, limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var findings);
        return Task.FromResult<AgentPreparation>(
            SettingsPreparation<GeminiLiveSettings>.Of(setup, settings, findings, GeminiLiveCloses.BadKey));
    }

    /// <inheritdoc/>
    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (preparation is not SettingsPreparation<GeminiLiveSettings> own)
        {
            throw new ArgumentException("Made by another connector.", nameof(preparation));
        }

        if (own.Failure is { } failure)
        {
            return new RefusedConnection(failure, Description.Capabilities, listener);
        }

        var socket = new MessageSocketOptions
        {
            Address = SessionSetup.AddressOf(own.Settings),
            Http = http,
            Time = time,
            Headers = new Dictionary<string, string> { [KeyHeader] = own.Setup.Secret.Reveal() },
            OpenTimeout = options.OpenTimeout,
            PingInterval = limits.PingInterval,
            StallTimeout = limits.StallTimeout,
        };
        return new GeminiLiveConnection(own.Settings, options, listener, socket);
    }

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
}
