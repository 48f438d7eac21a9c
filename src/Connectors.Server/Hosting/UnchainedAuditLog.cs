using Connectors.Core.Auditing;
using Connectors.Core.Records;

namespace Connectors.Server.Hosting;

/// <summary>Makes the changes; the entries come with the HMAC chain.</summary>
internal sealed class UnchainedAuditLog(IRecordStore store) : IAuditLog
{
    public Task<RecordKey?> WriteAsync(AuditEvent audited, IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 ? Task.FromResult<RecordKey?>(null) : store.WriteAsync(writes, cancellationToken);
}
