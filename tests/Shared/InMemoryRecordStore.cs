using System.Text;
using Connectors.Core.Records;

namespace Connectors.Testing;

/// <summary>Records in memory, as strict as a real store.</summary>
internal sealed class InMemoryRecordStore : IRecordStore
{
    // Stores order by the bytes of UTF-8.
    private static readonly Comparer<string> ByBytes = Comparer<string>.Create(
        (one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));

    private readonly Lock _lock = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];

    /// <summary>Set: every call fails with it, as if the disk were gone.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many batches were asked for.</summary>
    public int Batches { get; private set; }

    /// <summary>Everything that is kept.</summary>
    public IReadOnlyList<StoredRecord> All => Locked(() => _records.Values.ToList());

    /// <summary>Changes a record behind the back of the code under test, its version included if that is meant.</summary>
    public void Tamper(StoredRecord record) => Locked(() => _records[record.Key] = record);

    /// <summary>Takes a record away behind the back of the code under test.</summary>
    public void Tamper(RecordKey removed) => Locked(() => _records.Remove(removed));

    public Task<RecordKey?> WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken)
    {
        RecordLimits.Check(writes);
        return AnswerAsync(
            () =>
            {
                Batches++;
                if (writes.FirstOrDefault(write => !Holds(write)) is { } unmet)
                {
                    return (RecordKey?)unmet.Key;
                }

                foreach (var write in writes)
                {
                    Apply(write);
                }

                return null;
            },
            cancellationToken);
    }

    public Task<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken) =>
        AnswerAsync(() => RecordLimits.IsPossible(key) ? _records.GetValueOrDefault(key) : null, cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(query.Limit);
        return AnswerAsync<IReadOnlyList<StoredRecord>>(
            () =>
            {
                var sign = query.Descending ? -1 : 1;
                var found = _records.Values.Where(record => record.Key.Kind == query.Kind && record.Key.TenantId == query.TenantId
                    && (query.Tag is null || record.Tag == query.Tag)
                    && (query.After is null || ByBytes.Compare(record.Key.Id, query.After) * sign > 0));
                var ordered = query.Descending
                    ? found.OrderByDescending(record => record.Key.Id, ByBytes)
                    : found.OrderBy(record => record.Key.Id, ByBytes);
                return [.. ordered.Take(query.Limit)];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<StoredRecord>> ListDueAsync(
        string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(limit);
        return AnswerAsync<IReadOnlyList<StoredRecord>>(
            () =>
            [
                .. _records.Values.Where(record => record.Key.Kind == kind && record.Due <= until)
                    .OrderBy(record => record.Due).Take(limit),
            ],
            cancellationToken);
    }

    public Task<long> RemoveAllAsync(string tenantId, string? kind, string? tag, CancellationToken cancellationToken)
    {
        RecordLimits.CheckRemoval(tenantId, kind, tag);
        return AnswerAsync(
            () => _records.Values
                .Where(record => record.Key.TenantId == tenantId && (kind is null || record.Key.Kind == kind)
                    && (tag is null || record.Tag == tag))
                .ToList().LongCount(record => _records.Remove(record.Key)),
            cancellationToken);
    }

    private bool Holds(RecordWrite write) => write switch
    {
        RecordWrite.Add add => !_records.ContainsKey(add.Key),
        RecordWrite.Replace replace => _records.GetValueOrDefault(replace.Key)?.Version == replace.Record.Version,
        RecordWrite.Remove { Version: { } version } remove => _records.GetValueOrDefault(remove.Key)?.Version == version,
        _ => true,
    };

    private void Apply(RecordWrite write)
    {
        switch (write)
        {
            case RecordWrite.Add add:
                Keep(add.Record, 1);
                break;
            case RecordWrite.Replace replace:
                Keep(replace.Record, replace.Record.Version + 1);
                break;
            default:
                _records.Remove(write.Key);
                break;
        }
    }

    private void Keep(StoredRecord record, long version) => _records[record.Key] = record with
    {
        Version = version,
        Due = record.Due is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due.ToUnixTimeMilliseconds()) : null,
        Body = record.Body.ToArray(),
    };

    // Answers later, as a real store does: code that counts on being answered at once shows.
    private async Task<T> AnswerAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        return Failure is null ? Locked(work) : throw Failure;
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }
}
