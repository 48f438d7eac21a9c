namespace Connectors.Core.Sessions;

/// <summary>
/// The one place that is told of every session's beginning and end: there its place is given back, its content kept, its use
/// counted, and whoever wants to know is told.
/// </summary>
public interface ISessionKeeper
{
    /// <summary>A session begins.</summary>
    /// <param name="session">The session.</param>
    /// <param name="transcript">Reads what was said so far.</param>
    /// <param name="recall">What is kept of it already.</param>
    ISessionRecorder Begin(SessionSpecification session, Func<Task<TranscriptCut>> transcript, SessionRecall recall);

    /// <summary>Reads what is kept of a session that another process began.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<SessionRecall> RecallAsync(SessionRecord record, CancellationToken cancellationToken);

    /// <summary>A session that the last process left behind is about to be ended in the books.</summary>
    /// <param name="orphan">Its record, with the end.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task CloseOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken);
}
