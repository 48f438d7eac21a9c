using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>Counts a tenant's records of a kind in the batches that add and remove them, so that a quota is exact.</summary>
/// <param name="store">Where.</param>
internal sealed class RecordCounts(IRecordStore store)
{
    /// <summary>Prepares the counting of one more, or null: the limit is reached.</summary>
    public async Task<RecordWrite?> OneMoreAsync(string tenantId, string kind, int limit, CancellationToken cancellationToken)
    {
        var (count, version) = await ReadAsync(tenantId, kind, cancellationToken);
        return count >= limit ? null : Write(tenantId, kind, count + 1, version);
    }

    /// <summary>Prepares the counting of one less.</summary>
    public async Task<RecordWrite> OneLessAsync(string tenantId, string kind, CancellationToken cancellationToken)
    {
        var (count, version) = await ReadAsync(tenantId, kind, cancellationToken);
        return Write(tenantId, kind, Math.Max(0, count - 1), version);
    }

    private async Task<(int Count, long Version)> ReadAsync(string tenantId, string kind, CancellationToken cancellationToken) =>
        await store.FindAsync(new(RecordKinds.Count, tenantId, kind), cancellationToken) is { } record
            && Utf8Parser.TryParse(record.Body.Span, out int count, out _)
            ? (count, record.Version)
            : (0, 0);

    private static RecordWrite Write(string tenantId, string kind, int count, long version)
    {
        var record = new StoredRecord
        {
            Key = new(RecordKinds.Count, tenantId, kind),
            Version = version,
            Body = Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)),
        };
        return version == 0 ? new RecordWrite.Add(record) : new RecordWrite.Replace(record);
    }
}
