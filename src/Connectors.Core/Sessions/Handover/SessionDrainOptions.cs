namespace Connectors.Core.Sessions.Handover;

/// <summary>How long conversations are given when their process is about to go.</summary>
public sealed record SessionDrainOptions
{
    /// <summary>
    /// So long those stay that their provider can't go on with elsewhere; then they move with what was said. Default 15 min, 0 to 24 h.
    /// </summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// So long after that they may wait for the end of a turn; then they move in the middle of it. Default 30 s, 0 to 10 min.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
