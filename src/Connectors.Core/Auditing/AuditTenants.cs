using System.Runtime.CompilerServices;
using Connectors.Core.Records;

namespace Connectors.Core.Auditing;

/// <summary>Who has an audit log: the operator and all tenants.</summary>
public static class AuditTenants
{
    /// <summary>Their ids, the operator's first.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async IAsyncEnumerable<string> ListAsync(
        IRecordStore records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return RecordKey.Operator;
        var query = new RecordQuery(RecordKinds.Tenant, RecordKey.Operator);
        while (await records.ListAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                yield return record.Key.Id;
            }

            query = query with { After = page[^1].Key.Id };
        }
    }
}
