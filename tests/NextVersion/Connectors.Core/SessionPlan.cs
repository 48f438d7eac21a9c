namespace Connectors.Core.Sessions;

/// <summary>The next version keeps one thing more of a session.</summary>
public sealed partial record SessionPlan
{
    /// <summary>How the agent speaks.</summary>
    public string? Accent { get; init; }
}
