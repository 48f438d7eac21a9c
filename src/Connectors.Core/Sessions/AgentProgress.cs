namespace Connectors.Core.Sessions;

/// <summary>How far a session's conversation with its agent is: where there is one, it has begun, and nobody is greeted again.</summary>
/// <param name="ResumeToken">The provider's newest token, or null; a secret.</param>
public sealed record AgentProgress(string? ResumeToken)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(AgentProgress);
}
