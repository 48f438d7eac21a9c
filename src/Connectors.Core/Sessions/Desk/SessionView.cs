namespace Connectors.Core.Sessions.Desk;

/// <summary>A session as its tenant sees it, while it lives and afterwards.</summary>
public sealed record SessionView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required SessionState State { get; init; }

    /// <summary>Whether a part of it was lost and is being got back.</summary>
    public bool IsReconnecting { get; init; }

    /// <summary>What the agent does; null unless the session is live.</summary>
    public AgentState? Agent { get; init; }

    /// <summary>The saved voice agent it was started with, or null.</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>The agent's connector, or null without an agent.</summary>
    public string? ConnectorId { get; init; }

    /// <summary>LiveAvatar's id of the session, or null.</summary>
    public string? AvatarSessionId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became live, or null: it did not.</summary>
    public DateTimeOffset? LiveAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it has been live, or was.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How it ended, or null.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The tenant's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the user waited for the last answers, oldest first; of a session that is on, by the node that has it.</summary>
    public IReadOnlyList<TurnResponse> Responses { get; init; } = [];

    /// <summary>The id only.</summary>
    public override string ToString() => Id;

    internal static SessionView Of(SessionRecord record, SessionSnapshot? now, DateTimeOffset time)
    {
        // A snapshot of a session that ended between two reads says more than the record.
        var state = now is not null && now.State > record.State ? now.State : record.State;
        return new()
        {
            Id = record.Id,
            State = state,
            IsReconnecting = state == SessionState.Live && now?.IsReconnecting == true,
            Agent = state == SessionState.Live ? now?.Agent : null,
            VoiceAgentId = record.Details?.VoiceAgentId,
            ConnectorId = record.ConnectorId,
            AvatarSessionId = record.AvatarSessionId,
            CreatedAt = record.CreatedAt,
            LiveAt = record.LiveAt,
            EndedAt = record.EndedAt,
            Duration = record.LiveAt is { } live ? (record.EndedAt ?? time) - live : TimeSpan.Zero,
            End = record.End ?? now?.End,
            Responses = now?.Responses ?? [],
            Metadata = record.Details?.Metadata ?? new Dictionary<string, string>(),
        };
    }
}
