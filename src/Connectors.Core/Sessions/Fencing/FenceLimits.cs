namespace Connectors.Core.Sessions.Fencing;

/// <summary>What fences have in common.</summary>
public static class FenceLimits
{
    /// <summary>
    /// An epoch is remembered so long after its session was last taken, renewed or released. Longer than any session, so that epochs never
    /// begin anew while anybody could still hold an old one.
    /// </summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(2);

    /// <summary>Whoever waits for the end of a lease waits so much longer: it ends by the fence's clock, not by ours.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromMilliseconds(250);
}
