using Connectors.Core.Rooms.Messages;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>Where sessions live: the one seam between the API and an edition (one process, or a cluster).</summary>
public interface ISessionHost
{
    /// <summary>
    /// Starts a session; returns when LiveAvatar has started it, so that the user can join. A second start of the same id starts
    /// nothing: it has the first one's answer.
    /// </summary>
    /// <param name="specification">What it shall be.</param>
    /// <param name="cancellationToken">Gives up; a session that was started meanwhile is stopped.</param>
    Task<SessionStart> StartAsync(SessionSpecification specification, CancellationToken cancellationToken);

    /// <summary>Tells how a session stands, or null if there is none of this id.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SessionSnapshot?> FindAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>What was said so far, or null if there is no such session.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TranscriptDocument?> TranscriptAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Forgets a session that has ended and what was said in it, if it is still known; nothing else is forgotten.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ForgetAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Carries out a command; null if there is no such session.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Cancels the wait for the answer.</param>
    Task<CommandOutcome?> CommandAsync(string sessionId, RoomCommand command, CancellationToken cancellationToken);

    /// <summary>The session's events after a place and to come; empty if there is no such session.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="after">Place of the last one seen; 0 for all that are kept.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    IAsyncEnumerable<SessionEventEntry> WatchAsync(string sessionId, long after, CancellationToken cancellationToken);

    /// <summary>Ends a session and waits until it is torn down; null if there is none of this id.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="reason">One of <see cref="SessionEndReasons"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the session ends all the same.</param>
    Task<SessionEnd?> StopAsync(string sessionId, string reason, CancellationToken cancellationToken);
}
