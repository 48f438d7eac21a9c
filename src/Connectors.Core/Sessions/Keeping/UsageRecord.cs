using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// What a session used, written once at its end: for the tenant's bill, and to know what of the session is still kept.
/// </summary>
public sealed record UsageRecord
{
    /// <summary>Whose.</summary>
    public required string TenantId { get; init; }

    /// <summary>Of which session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The agent's connector, or null without an agent.</summary>
    public string? ConnectorId { get; init; }

    /// <summary>The saved voice agent, or null.</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>When the session was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; of a session whose node died, its last sign of life.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Whether it ever became live.</summary>
    public bool WasLive { get; init; }

    /// <summary>How long it was live, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Audio of the agent that was heard, in seconds; null where nobody can tell any more.</summary>
    public double? AgentAudioSeconds { get; init; }

    /// <summary>The connector of the fallback that took the agent's place, or null: none did.</summary>
    public string? FallbackConnectorId { get; init; }

    /// <summary>How much of <see cref="Seconds"/> was after that.</summary>
    public double FallbackSeconds { get; init; }

    /// <summary>How much of <see cref="AgentAudioSeconds"/> was after that.</summary>
    public double FallbackAudioSeconds { get; init; }

    /// <summary>How it ended.</summary>
    public required SessionEnd End { get; init; }

    /// <summary>Whether its transcript may be kept.</summary>
    public bool HasTranscript { get; init; }

    /// <summary>Whether events of it may be kept.</summary>
    public bool HasEvents { get; init; }

    /// <summary>When the next of its content has to go, or null: none is left.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The session only.</summary>
    public override string ToString() => SessionId;

    internal UsageRecord DueBy(TenantRetention retention)
    {
        DateTimeOffset? transcript = HasTranscript ? EndedAt.AddDays(retention.TranscriptDays) : null;
        DateTimeOffset? events = HasEvents ? EndedAt.AddDays(retention.EventDays) : null;
        return this with { Due = transcript < events ? transcript : events ?? transcript };
    }
}
