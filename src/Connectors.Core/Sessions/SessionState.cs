namespace Connectors.Core.Sessions;

/// <summary>Where a session stands; it only moves forward.</summary>
public enum SessionState
{
    /// <summary>Avatar, room and agent are being brought together.</summary>
    Starting,

    /// <summary>The conversation is on, or may begin at any moment.</summary>
    Live,

    /// <summary>It is being taken down; the end is known.</summary>
    Ending,

    /// <summary>Over. LiveAvatar's stop may still be owed (<see cref="SessionRecord.IsStopOwed"/>).</summary>
    Ended,
}
