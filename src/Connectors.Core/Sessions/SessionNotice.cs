namespace Connectors.Core.Sessions;

/// <summary>Something about a session that a tenant wants to be told: a closed family.</summary>
/// <param name="TenantId">Which tenant.</param>
/// <param name="At">Since when.</param>
public abstract record SessionNotice(string TenantId, DateTimeOffset At)
{
    /// <summary>The name only.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>A session is live.</summary>
    public sealed record Started(string TenantId, string SessionId, DateTimeOffset At) : SessionNotice(TenantId, At);

    /// <summary>A session that was live is over.</summary>
    public sealed record Ended(string TenantId, string SessionId, DateTimeOffset At, SessionEnd End) : SessionNotice(TenantId, At);

    /// <summary>A session could not be started.</summary>
    public sealed record Failed(string TenantId, string SessionId, DateTimeOffset At, SessionEnd End) : SessionNotice(TenantId, At);

    /// <summary>A session's transcript can be read.</summary>
    public sealed record TranscriptReady(string TenantId, string SessionId, DateTimeOffset At) : SessionNotice(TenantId, At);

    /// <summary>A provider has begun to refuse a credential.</summary>
    public sealed record CredentialFailing(string TenantId, string CredentialId, DateTimeOffset At, string Code)
        : SessionNotice(TenantId, At);
}
