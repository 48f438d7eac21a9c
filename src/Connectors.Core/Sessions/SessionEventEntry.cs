namespace Connectors.Core.Sessions;

/// <summary>An event of a session with its place and time.</summary>
/// <param name="Sequence">1, 2, 3… within the session; see <see cref="EventPlace"/>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Event">What happened.</param>
public sealed record SessionEventEntry(long Sequence, DateTimeOffset At, SessionEvent Event)
{
    /// <summary>The name of the event, never its content.</summary>
    public override string ToString() => $"{Sequence} {Event}";
}
