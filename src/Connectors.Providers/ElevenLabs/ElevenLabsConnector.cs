using System.Text.Json;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.ElevenLabs;

/// <summary>Speaks ElevenLabs Agents' WebSocket protocol.</summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class ElevenLabsConnector(HttpMessageInvoker http, TimeProvider time, ElevenLabsOptions limits) : IConnector
{
    // A signed URL opens conversations for 15 minutes; a minute is left for clocks that differ.
    private static readonly TimeSpan SignedUrlLifetime = TimeSpan.FromMinutes(14);

    public static AgentCapabilities BestCapabilities { get; } = new()
    {
        InterruptionSignal = InterruptionSignal.Turn,
        MarksTurnEnd = true,
        UserTranscript = TranscriptKind.Interim,
        AgentTranscript = TranscriptKind.Interim,
        CorrectsAgentText = true,
        UserTextTurn = true,
        ContextNotes = true,
        UserActivity = true,
        Tools = true,
        SuppressesGreeting = true,
        Resume = ResumeKind.None,
    };

    public ConnectorDescription Description { get; } = new()
    {
        Id = "elevenlabs",
        DisplayName = "ElevenLabs Agents",
        SettingsSchema = ElevenLabsSettings.Schema,
        CredentialKind = "ELEVENLABS_API_KEY",
        RoomEnvelope = "elevenlabs",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = BestCapabilities,
    };

    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = ElevenLabsSettings.Read(setup.Settings, limits.BaseAddress, out var findings);
        return findings.Count > 0
            ? new(findings, Facts: null)
            : await new ElevenLabsValidation(Api(settings, setup.Secret), settings).RunAsync(cancellationToken);
    }

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        ElevenLabsSettings.Read(settings, limits.BaseAddress, out var findings);
        return findings;
    }

    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        var settings = new ElevenLabsSettings { AgentId = string.Empty, BaseAddress = limits.BaseAddress };
        return await new ElevenLabsValidation(Api(settings, secret), settings).RunAccountAsync(cancellationToken);
    }

    public async Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = ElevenLabsSettings.Read(setup.Settings, limits.BaseAddress, out var findings);
        var preparation = new ElevenLabsPreparation(setup, settings);
        if (findings.Count > 0)
        {
            return preparation with
            {
                Failure = new(CloseKind.Misconfigured, Retryable: false, findings[0].Code, findings[0].Message),
            };
        }

        // The agent's document tells which overrides and events there are; a key that may not read it still works.
        var api = Api(settings, setup.Secret);
        var expiresAt = time.GetUtcNow() + SignedUrlLifetime;
        var agent = api.GetAgentAsync(cancellationToken);
        var url = await api.GetSignedUrlAsync(cancellationToken);
        return preparation with
        {
            SignedUrl = url.Value,
            Failure = url.Failure,
            ExpiresAt = url.Failure is null ? expiresAt : null,
            Agent = new AgentSetup((await agent).Value),
        };
    }

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (preparation is not ElevenLabsPreparation prepared)
        {
            throw new ArgumentException("Made by another connector.", nameof(preparation));
        }

        if (prepared.SignedUrl is null)
        {
            return new RefusedConnection(prepared.Failure ?? ElevenLabsCloses.BadAnswer, Description.Capabilities, listener);
        }

        var socket = new MessageSocketOptions
        {
            Address = prepared.SignedUrl,
            Http = http,
            Time = time,
            OpenTimeout = options.OpenTimeout,
            PingInterval = limits.PingInterval,
            StallTimeout = limits.StallTimeout,
        };
        return new ElevenLabsConnection(prepared, options, listener, socket);
    }

    private ElevenLabsApi Api(ElevenLabsSettings settings, Secret secret) => new(http, time, limits, settings, secret);
}
