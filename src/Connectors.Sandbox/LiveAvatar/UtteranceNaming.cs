namespace Connectors.Sandbox.LiveAvatar;

/// <summary>Which field of <c>speak_started</c> and <c>speak_ended</c> holds the client's event id; the sources differ.</summary>
internal enum UtteranceNaming
{
    /// <summary><c>source_event_id</c>; <c>event_id</c> is the event's own.</summary>
    SourceEventId,

    /// <summary><c>event_id</c>.</summary>
    EventId,

    /// <summary><c>task.id</c>.</summary>
    TaskId,

    /// <summary>None, and no <c>event_id</c> either.</summary>
    None,
}
