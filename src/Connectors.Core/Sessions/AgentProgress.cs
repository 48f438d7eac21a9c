namespace Connectors.Core.Sessions;

/// <summary>How far a session's conversation with its agent is: where there is one, it has begun, and nobody is greeted again.</summary>
/// <param name="ResumeToken">The provider's newest token, or null; a secret.</param>
/// <param name="OnFallback">Whether the session's own agent has failed and its fallback is what it talks with.</param>
public sealed record AgentProgress(string? ResumeToken, bool OnFallback = false)
{
    /// <summary>Since when the fallback goes on; null: it doesn't, or an older version noted it.</summary>
    public DateTimeOffset? FallbackSince { get; init; }

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(AgentProgress);
}
