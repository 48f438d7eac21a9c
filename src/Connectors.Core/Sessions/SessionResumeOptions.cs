namespace Connectors.Core.Sessions;

/// <summary>Which sessions of a process that is gone are gone on with.</summary>
public sealed record SessionResumeOptions
{
    /// <summary>
    /// Those that gave their last sign of life (one each <see cref="SessionPulse.Interval"/>) no longer ago than this: the user has
    /// to be there still. Default 60 s, 0 (none) to 4 min (LiveAvatar ends a session that hears nothing for 5).
    /// </summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(60);
}
