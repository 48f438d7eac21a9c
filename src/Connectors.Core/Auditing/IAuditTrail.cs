namespace Connectors.Core.Auditing;

/// <summary>Reads the audit log.</summary>
public interface IAuditTrail
{
    /// <summary>A tenant's entries, newest first.</summary>
    /// <param name="tenantId">Whose; <see cref="Records.RecordKey.Operator"/> for the operator's own.</param>
    /// <param name="before">Only those with a smaller <see cref="AuditEntry.Sequence"/>; null from the newest.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(string tenantId, long? before, int limit, CancellationToken cancellationToken);
}
