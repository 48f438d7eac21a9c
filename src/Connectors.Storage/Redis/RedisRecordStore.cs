using System.Globalization;
using Connectors.Core.Records;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Records in the shared store.</summary>
/// <param name="connection">The connection.</param>
internal sealed class RedisRecordStore(RedisConnection connection) : IRecordStore
{
    // So many are removed in one go; who wants to write meanwhile gets his turn between two.
    private const int RemovedAtOnce = 500;

    private static readonly RedisValue[] Fields = ["v", "t", "d", "b"];

    /// <inheritdoc/>
    public async Task<RecordKey?> WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken)
    {
        RecordLimits.Check(writes);
        cancellationToken.ThrowIfCancellationRequested();
        if (writes.Count == 0)
        {
            return null;
        }

        var unmet = (int)await connection.WriteAsync(RecordScripts.Write, writes.SelectMany(Arguments), cancellationToken);
        return unmet == 0 ? null : writes[unmet - 1].Key;
    }

    /// <inheritdoc/>
    public async Task<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!RecordLimits.IsPossible(key))
        {
            return null;
        }

        var values = await connection.ReadAsync($":r:{key.TenantId}\0{key.Kind}\0{key.Id}", Fields, cancellationToken);
        return values[0].IsNull ? null : Record(key, values[0], values[1], values[2], values[3]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(query.Limit);
        if (query.Tag is "")
        {
            return [];
        }

        List<StoredRecord> records = [];
        for (var more = true; more && records.Count < query.Limit;)
        {
            var after = records.Count == 0 ? query.After : records[^1].Key.Id;
            var bound = after is null ? query.Descending ? "+" : "-" : $"({after}";
            more = Read(
                query.Kind,
                await connection.ReadAsync(
                    RecordScripts.List,
                    [
                        query.TenantId, query.Kind, query.Tag ?? string.Empty, query.Descending ? "down" : "up", bound,
                        query.Limit - records.Count,
                    ],
                    cancellationToken),
                records);
        }

        return records;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecord>> ListDueAsync(
        string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(limit);
        List<StoredRecord> records = [];
        for (var more = true; more && records.Count < limit;)
        {
            more = Read(
                kind,
                await connection.ReadAsync(
                    RecordScripts.ListDue,
                    [kind, until.ToUnixTimeMilliseconds(), records.Count, limit - records.Count],
                    cancellationToken),
                records);
        }

        // Between two answers records may have moved to and fro.
        return [.. records.DistinctBy(record => record.Key)];
    }

    /// <inheritdoc/>
    public async Task<long> RemoveAllAsync(string tenantId, string? kind, string? tag, CancellationToken cancellationToken)
    {
        RecordLimits.CheckRemoval(tenantId, kind, tag);
        if (kind is "" || tag is "")
        {
            return 0;
        }

        for (var removed = 0L; ;)
        {
            var now = (long)await connection.WriteAsync(
                RecordScripts.RemoveSome, [tenantId, kind ?? string.Empty, tag ?? string.Empty, RemovedAtOnce], cancellationToken);
            removed += now;
            if (now < RemovedAtOnce)
            {
                return removed;
            }
        }
    }

    private static IEnumerable<RedisValue> Arguments(RecordWrite write)
    {
        var (what, record, version) = write switch
        {
            RecordWrite.Add add => ("add", add.Record, null),
            RecordWrite.Replace replace => ("replace", replace.Record, (long?)replace.Record.Version),
            RecordWrite.Remove remove => ("remove", null, remove.Version),
            _ => throw new ArgumentException($"No store knows how to do {write.GetType().Name}.", nameof(write)),
        };
        return
        [
            what, write.Key.Kind, write.Key.TenantId, write.Key.Id, Text(version), record?.Tag ?? string.Empty,
            Text(record?.Due?.ToUnixTimeMilliseconds()), record?.Body.ToArray() ?? [],
        ];
    }

    // Appends what was read, and says whether there may be more.
    private static bool Read(string kind, RedisResult answer, List<StoredRecord> records)
    {
        var parts = RedisAnswers.Parts(answer);
        foreach (var found in RedisAnswers.Parts(parts[1]))
        {
            var values = RedisAnswers.Values(found);
            var key = new RecordKey(kind, RedisAnswers.Text(values[0]), RedisAnswers.Text(values[1]));
            records.Add(Record(key, values[2], values[3], values[4], values[5]));
        }

        return (int)parts[0] == 1;
    }

    private static StoredRecord Record(RecordKey key, RedisValue version, RedisValue tag, RedisValue due, RedisValue body) => new()
    {
        Key = key,
        Version = (long)version,
        Tag = RedisAnswers.TextOrNull(tag),
        Due = RedisAnswers.TextOrNull(due) is { } time
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(time, CultureInfo.InvariantCulture))
            : null,
        Body = (byte[]?)body ?? [],
    };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
