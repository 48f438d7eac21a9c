namespace Connectors.Core.Records;

/// <summary>
/// Keeps records: the one seam between what is kept and where (an embedded database, or one that nodes share). What was
/// acknowledged survives the death of the process; of a batch either everything is kept or nothing.
/// </summary>
public interface IRecordStore
{
    /// <summary>Makes all changes, or none.</summary>
    /// <param name="writes">The changes, up to 1,000, no two of one record.</param>
    /// <param name="cancellationToken">Cancels the wait; the batch may have been written.</param>
    /// <returns>Null when written; otherwise the name of the first record whose condition didn't hold.</returns>
    /// <exception cref="ArgumentException">More or larger than <see cref="RecordLimits"/> allow.</exception>
    Task<RecordKey?> WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken);

    /// <summary>Reads one record, or null if there is none of that name.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Reads records of one kind and tenant.</summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<StoredRecord>> ListAsync(RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Reads what is due, of all tenants, longest due first.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="until">Due at this time or before.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<StoredRecord>> ListDueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything of a tenant, or of one kind, or of one kind and tag. Not at one stroke: others write meanwhile, and
    /// when it fails in the middle, what is gone is gone. Do it again.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="kind">What; null for all.</param>
    /// <param name="tag">Only with this tag; null for all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many were removed.</returns>
    Task<long> RemoveAllAsync(string tenantId, string? kind, string? tag, CancellationToken cancellationToken);
}
