using Connectors.Core.Records;

namespace Connectors.Core.Vault;

/// <summary>
/// Wraps every tenant's data keys under the current key-encryption key. Afterwards, and once no backup is needed that was made
/// before, older key-encryption keys can be taken out of the key ring.
/// </summary>
/// <param name="records">Where the wrapped data keys are.</param>
/// <param name="encryption">Wraps them.</param>
/// <param name="time">The clock.</param>
public sealed class DataKeyRewrap(IRecordStore records, IKeyEncryption encryption, TimeProvider time)
{
    private readonly DataKeyTable _table = new(records, encryption, time);

    /// <summary>Does it for all; one that fails keeps nobody else from it.</summary>
    /// <param name="cancellationToken">Ends it between two tenants.</param>
    public async Task<RewrapReport> RunAsync(CancellationToken cancellationToken)
    {
        var (rewrapped, untouched, failures) = (0, 0, new List<string>());
        var query = new RecordQuery(RecordKinds.DataKey, RecordKey.Operator);
        while (await records.ListAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var tenantId in page.Select(record => record.Key.Id))
            {
                try
                {
                    var changed = await _table.RewrapAsync(tenantId, cancellationToken);
                    rewrapped += changed ? 1 : 0;
                    untouched += changed ? 0 : 1;
                }
                catch (VaultException e)
                {
                    failures.Add(e.Message);
                }
            }

            query = query with { After = page[^1].Key.Id };
        }

        return new RewrapReport(rewrapped, untouched, failures);
    }
}
