namespace Connectors.Core.Sessions.Fencing;

/// <summary>
/// Says who may speak for a session: one holder at a time, each with an epoch higher than all before it. A holder keeps its hold alive;
/// if it doesn't, another may take the session over once the lease is out. Lease and epoch are judged in one place, by one clock; whoever
/// holds counts from before it asked, and so is never surer of its hold than that place.
/// </summary>
public interface ISessionFence
{
    /// <summary>How long a hold is good for after it was taken or renewed.</summary>
    TimeSpan Lease { get; }

    /// <summary>Takes a session, if nobody holds it any more and nobody has taken it since it was looked at.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="holder">Who wants it: names one life of one node. Up to 200 characters.</param>
    /// <param name="seen">The epoch that was seen (<see cref="FindAsync"/>); 0: nobody had ever taken it.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been taken.</param>
    /// <returns>The hold with its new epoch, or null: somebody holds it, or was faster.</returns>
    Task<FenceHold?> TakeAsync(string sessionId, string holder, long seen, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a hold good for another lease. A hold whose lease is out can be renewed until somebody has taken the session over.
    /// </summary>
    /// <param name="hold">The hold.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been renewed.</param>
    /// <returns>Whether it is still good; false for ever after somebody else has taken the session.</returns>
    Task<bool> RenewAsync(FenceHold hold, CancellationToken cancellationToken);

    /// <summary>Ends a hold before its time: from now on the session may be taken. Nothing happens if somebody has it already.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been released.</param>
    Task ReleaseAsync(FenceHold hold, CancellationToken cancellationToken);

    /// <summary>Who holds a session; null if nobody has ever taken it.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<FenceState?> FindAsync(string sessionId, CancellationToken cancellationToken);
}
