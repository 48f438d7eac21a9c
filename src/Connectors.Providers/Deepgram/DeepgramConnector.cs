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
internal sealed class DeepgramConnector(HttpMessageInvoker http, TimeProvider time, DeepgramOptions limits) : IConnector
{
    /// <summary>Longest life of a session.</summary>
    public static readonly TimeSpan MaximumConnectionTime = TimeSpan.FromHours(2);

    /// <summary>Format of the user's audio where the host has no wish that Deepgram can fulfil.</summary>
    public static readonly AudioFormat InputFormat = AudioFormat.Pcm16(16_000);

    /// <summary>Format of the agent's audio where the host has no wish that Deepgram can fulfil.</summary>
    public static readonly AudioFormat OutputFormat = AudioFormat.Pcm16(24_000);

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Id = "deepgram",
        DisplayName = "Deepgram Voice Agent",
        SettingsSchema = DeepgramSchema.Text,
        CredentialKind = "DEEPGRAM_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = CapabilitiesOf(new()) with { Tools = true },
    };

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new DeepgramValidation(new(http, time, limits.RequestTimeout), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        SettingsReader.Read(settings, limits.BaseAddress, out var findings);
        return findings;
    }

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new DeepgramValidation(new(http, time, limits.RequestTimeout), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var findings);
        return Task.FromResult<AgentPreparation>(
            SettingsPreparation<DeepgramSettings>.Of(setup, settings, findings, DeepgramCloses.BadKey));
    }

    /// <inheritdoc/>
    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (preparation is not SettingsPreparation<DeepgramSettings> own)
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
            Headers = new Dictionary<string, string> { ["Authorization"] = $"{DeepgramApi.Scheme} {own.Setup.Secret.Reveal()}" },
            OpenTimeout = options.OpenTimeout,
            PingInterval = limits.PingInterval,
            StallTimeout = limits.StallTimeout,
        };
        return new DeepgramConnection(own.Settings, options, listener, socket, limits.KeepAliveInterval);
    }

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
}
