using Connectors.Core.Records;

namespace Connectors.Core.Sessions.Admission;

/// <summary>
/// What tenants and credentials have taken, on all nodes together. A place is leased: a node that dies, or is cut off for longer than
/// the lease, gives its places back by saying nothing.
/// </summary>
public interface ISharedQuotas
{
    /// <summary>A place is free again so long after it was last renewed.</summary>
    TimeSpan Lease { get; }

    /// <summary>Takes a place, if everything allows one more; looks and takes at one stroke.</summary>
    /// <param name="place">The place.</param>
    /// <param name="request">What is allowed.</param>
    /// <param name="cancellationToken">Cancels the wait; the place may have been taken.</param>
    /// <exception cref="StoreUnavailableException">Nobody knows: release it.</exception>
    Task<QuotaAnswer> TakeAsync(SharedPlace place, AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a session's place this one, whoever has it, and without asking whether there is room. Not if the place is one of a higher
    /// epoch, or was given back by this one or a higher one.
    /// </summary>
    /// <param name="place">The place, one that takes over.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been taken.</param>
    /// <returns>Whether it is this one now.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows: ask again.</exception>
    Task<bool> AdoptAsync(SharedPlace place, CancellationToken cancellationToken);

    /// <summary>Makes places good for another lease. What ended for want of news is taken again: the sessions are there.</summary>
    /// <param name="places">The places, up to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait; they may have been renewed.</param>
    /// <returns>Those that are somebody else's by now, or were given back by somebody else: their sessions were taken over.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows: ask again.</exception>
    Task<IReadOnlyList<SharedPlace>> RenewAsync(IReadOnlyList<SharedPlace> places, CancellationToken cancellationToken);

    /// <summary>Gives a place back, and what it was to take over; nothing happens if it is somebody else's.</summary>
    /// <param name="place">The place.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been given back.</param>
    /// <exception cref="StoreUnavailableException">Nobody knows; at the latest it ends with its lease.</exception>
    Task ReleaseAsync(SharedPlace place, CancellationToken cancellationToken);
}
