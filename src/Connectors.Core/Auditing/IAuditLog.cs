using Connectors.Core.Records;

namespace Connectors.Core.Auditing;

/// <summary>Who did what, when, from where: one HMAC chain per tenant, under a key that is not in the store.</summary>
public interface IAuditLog
{
    /// <summary>Writes an entry together with the changes it tells of: either all are kept or none.</summary>
    /// <param name="audited">What is done.</param>
    /// <param name="writes">The changes; empty if nothing changes.</param>
    /// <param name="cancellationToken">Cancels the wait; all may have been written.</param>
    /// <returns>Null when written; otherwise the name of the record among <paramref name="writes"/> whose condition didn't hold.</returns>
    Task<RecordKey?> WriteAsync(AuditEvent audited, IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken);
}
