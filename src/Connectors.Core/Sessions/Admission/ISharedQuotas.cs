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

    /// <summary>Makes places good for another lease. What was given back for want of news is taken again: the sessions are there.</summary>
    /// <param name="places">The places, up to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait; they may have been renewed.</param>
    /// <returns>How many belong to somebody else by now: their sessions were taken over.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows: ask again.</exception>
    Task<int> RenewAsync(IReadOnlyList<SharedPlace> places, CancellationToken cancellationToken);

    /// <summary>Gives a place back; nothing happens if it is somebody else's.</summary>
    /// <param name="place">The place.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been given back.</param>
    /// <exception cref="StoreUnavailableException">Nobody knows; at the latest it ends with its lease.</exception>
    Task ReleaseAsync(SharedPlace place, CancellationToken cancellationToken);
}
