namespace Connectors.Core.Sessions;

/// <summary>The time limits of one session.</summary>
public sealed record SessionLimits
{
    /// <summary>
    /// Time before LiveAvatar's own limit at which we end in good order, because at that limit the avatar stops without
    /// a close or an event (facts/liveavatar.md §2.5).
    /// </summary>
    public static TimeSpan BeforeAvatarLimit { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest session. Default 30 min, 10 s to 24 h.</summary>
    public TimeSpan MaximumDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Ends a session in which nobody spoke, wrote or commanded for so long. Default 5 min, 10 s to 24 h.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ends a session whose user does not come. Default 4 min (LiveAvatar gives up after 5), 1 s to 5 min.</summary>
    public TimeSpan NoUser { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Ends a session whose user left and did not come back; a reloaded page is back within seconds. Default 20 s, 0 to 5 min.
    /// </summary>
    public TimeSpan UserGone { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The agent begins at the latest so long after the room was joined, ready or not. Default 10 s, 0 to 1 min.</summary>
    public TimeSpan Readiness { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limit for getting a lost agent, avatar or room back. Default 20 s, 1 s to 2 min.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts to get a lost agent back within ten minutes. Default 3, 0 to 10.</summary>
    public int AgentReconnects { get; init; } = 3;

    /// <summary>Limit for playing out what the agent said before it hung up. Default 30 s, 0 to 2 min.</summary>
    public TimeSpan LastWords { get; init; } = TimeSpan.FromSeconds(30);
}
