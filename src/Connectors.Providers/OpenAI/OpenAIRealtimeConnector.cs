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
internal sealed class OpenAIRealtimeConnector(HttpMessageInvoker http, TimeProvider time, OpenAIRealtimeOptions limits) : IConnector
{
    /// <summary>Longest life of a session (OpenAI guide, "Realtime conversations").</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromMinutes(60);

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Id = "openai-realtime",
        DisplayName = "OpenAI Realtime",
        SettingsSchema = OpenAIRealtimeSchema.Text,
        CredentialKind = "OPENAI_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new()) with { Tools = true },
    };

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new OpenAIRealtimeValidation(http, time, limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        SettingsReader.Read(settings, limits.BaseAddress, out var findings);
        return findings;
    }

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new OpenAIRealtimeValidation(http, time, limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var findings);
        return Task.FromResult<AgentPreparation>(
            SettingsPreparation<OpenAIRealtimeSettings>.Of(setup, settings, findings, OpenAIRealtimeCloses.BadKey));
    }

    /// <inheritdoc/>
    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (preparation is not SettingsPreparation<OpenAIRealtimeSettings> own)
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
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {own.Setup.Secret.Reveal()}" },
            OpenTimeout = options.OpenTimeout,
            PingInterval = limits.PingInterval,
            StallTimeout = limits.StallTimeout,
            ControlLimit = SessionSetup.ControlLimit,
        };
        return new OpenAIRealtimeConnection(own.Settings, options, listener, socket);
    }

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
}
