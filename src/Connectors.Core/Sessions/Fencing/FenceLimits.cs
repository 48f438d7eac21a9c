namespace Connectors.Core.Sessions.Fencing;

/// <summary>What fences have in common.</summary>
public static class FenceLimits
{
    /// <summary>
    /// An epoch is remembered so long after its session was last taken, renewed or released. Longer than any session, so that epochs never
    /// begin anew while anybody could still hold an old one.
    /// </summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(2);
}
