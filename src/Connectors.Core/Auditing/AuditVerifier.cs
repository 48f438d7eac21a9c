using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Core.Auditing;

/// <summary>Walks a tenant's audit log from the first entry to the last and names the first one that isn't as it was written.</summary>
/// <param name="records">Where it is kept.</param>
/// <param name="keys">Have signed it.</param>
public sealed class AuditVerifier(IRecordStore records, IDerivedKeys keys)
{
    private const int PageEntries = 500;

    /// <summary>Verifies one log. The service may go on writing it meanwhile.</summary>
    /// <param name="tenantId">Whose; <see cref="RecordKey.Operator"/> for the operator's own.</param>
    /// <param name="told">A head that the log stream has told of: without one, a tail that was cut off together with the head in
    /// the store can't be noticed.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public async Task<AuditVerdict> VerifyAsync(string tenantId, AuditHead? told, CancellationToken cancellationToken)
    {
        var (before, damaged) = await HeadAsync(tenantId, cancellationToken);
        if (damaged)
        {
            return new(0, "the head is damaged");
        }

        var walk = new Walk(keys, tenantId, [.. new[] { told, before }.OfType<AuditHead>()]);
        var query = new RecordQuery(RecordKinds.AuditEntry, tenantId) { Limit = PageEntries };
        while (await records.ListAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                if (walk.FaultOf(record) is { } fault)
                {
                    return new(walk.Entries, fault);
                }
            }

            query = query with { After = page[^1].Key.Id };
        }

        return new(walk.Entries, walk.CutOff() ?? await BeyondAsync(tenantId, walk.Entries, cancellationToken));
    }

    // Entries behind the head are put there by someone else, unless the head has moved on meanwhile too.
    private async Task<string?> BeyondAsync(string tenantId, long entries, CancellationToken cancellationToken)
    {
        var (after, damaged) = await HeadAsync(tenantId, cancellationToken);
        var last = after?.Sequence ?? 0;
        return damaged ? "the head is damaged"
            : last >= entries ? null
            : last == 0 ? "the head is missing"
            : $"entry {last + 1} stands behind the head";
    }

    private async Task<(AuditHead? Head, bool IsDamaged)> HeadAsync(string tenantId, CancellationToken cancellationToken)
    {
        var stored = await records.FindAsync(AuditRecord.HeadOf(tenantId), cancellationToken);
        var head = stored is null ? null : AuditRecord.ParseHead(stored.Body.Span);
        return (head, stored is not null && head is null);
    }

    private sealed class Walk(IDerivedKeys keys, string tenantId, IReadOnlyList<AuditHead> heads)
    {
        private string _mac = string.Empty;

        public long Entries { get; private set; }

        public string? FaultOf(StoredRecord record)
        {
            var expected = Entries + 1;
            if (record.Key.Id != AuditRecord.IdOf(expected))
            {
                return $"entry {expected} is missing";
            }

            if (AuditRecord.Parse(record.Body.Span) is not { } entry)
            {
                return $"entry {expected} is damaged";
            }

            if (FaultOf(entry, expected) is { } fault)
            {
                return fault;
            }

            Entries = expected;
            _mac = entry.Mac;
            return null;
        }

        public string? CutOff() => heads.MaxBy(head => head.Sequence) is { } last && last.Sequence > Entries
            ? $"entry {Entries + 1} is cut off: the log once had {last.Sequence}"
            : null;

        private string? FaultOf(AuditRecord entry, long expected)
        {
            if (entry.Sequence != expected)
            {
                return $"entry {expected} is not in order: entry {entry.Sequence} stands in its place";
            }

            if (keys.Find(AuditLog.Purpose, entry.Key) is not { } key)
            {
                return $"entry {expected} can't be verified: the key ring has no mac key of its id";
            }

            if (entry.MacWith(key, tenantId) != entry.Mac)
            {
                return $"entry {expected} was changed";
            }

            if (entry.Previous != _mac)
            {
                return $"entry {expected} doesn't follow the one before it";
            }

            return heads.Any(head => head.Sequence == expected && head.Mac != entry.Mac)
                ? $"entry {expected} is not the one that was the head"
                : null;
        }
    }
}
