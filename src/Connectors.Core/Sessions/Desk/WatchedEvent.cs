namespace Connectors.Core.Sessions.Desk;

/// <summary>What someone who watches a session is told: a closed family.</summary>
public abstract record WatchedEvent
{
    private WatchedEvent()
    {
    }

    /// <summary>The name only.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Something happened.</summary>
    /// <param name="Entry">What, and its place: to be named when one comes back.</param>
    public sealed record Happened(SessionEventEntry Entry) : WatchedEvent;

    /// <summary>Events are missing here: read the session anew.</summary>
    /// <param name="FirstKept">Place of the event that comes next.</param>
    public sealed record Resync(long FirstKept) : WatchedEvent;
}
