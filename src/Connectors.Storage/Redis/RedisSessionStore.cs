using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Connectors.Storage.Sessions;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Session records in the shared store.</summary>
/// <param name="connection">The connection.</param>
/// <param name="vault">Seals what is secret.</param>
/// <param name="logger">Told of rows that can't be read.</param>
internal sealed class RedisSessionStore(RedisConnection connection, IVault vault, ILogger<RedisSessionStore> logger) : ISessionStore
{
    // So many are removed in one go; who wants to write meanwhile gets his turn between two.
    private const int RemovedAtOnce = 500;

    private readonly SealedSessions _sessions = new(vault, logger);

    /// <summary>How often a row was left out because it could not be read.</summary>
    public long Unreadable => _sessions.Unreadable;

    /// <inheritdoc/>
    public async Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(record, null, cancellationToken)
            ? record with { Version = 1, Schema = SessionRecord.CurrentSchema }
            : null;

    /// <inheritdoc/>
    public async Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(record, record.Version, cancellationToken)
            ? record with { Version = record.Version + 1, Schema = SessionRecord.CurrentSchema }
            : null;

    /// <inheritdoc/>
    public async Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) is { } row ? await _sessions.OpenAsync(row, cancellationToken) : null;

    /// <inheritdoc/>
    public async Task<SessionRecord?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) is { } row && row.Fields.TenantId == tenantId
            ? await _sessions.OpenAsync(row, cancellationToken)
            : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        ListAsync(new(SessionScripts.Unfinished, SessionHash.TimeDigits), limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        ListAsync(new(SessionScripts.StopOwed, SessionHash.TimeDigits), limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SessionRecord>> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(query.Limit);
        if (query.States is { Count: 0 })
        {
            return [];
        }

        var walk = new Walk(SessionScripts.OfTenant + query.TenantId, 0)
        {
            Descending = query.Descending,
            Last = query.After,
            States = query.States is null ? string.Empty : $" {string.Join(' ', query.States)} ",
        };
        return await ListAsync(walk, query.Limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> RemoveEndedAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        for (var last = string.Empty; ;)
        {
            var answer = RedisAnswers.Values(await connection.WriteAsync(
                SessionScripts.RemoveEnded, [tenantId, SessionHash.Time(before), last.Length == 0 ? "-" : $"({last}"], cancellationToken));
            removed += (long)answer[1];
            if (RedisAnswers.TextOrNull(answer[0]) is not { } next)
            {
                return removed;
            }

            last = next;
        }
    }

    /// <inheritdoc/>
    public async Task<long> RemoveAllAsync(string tenantId, CancellationToken cancellationToken)
    {
        for (var removed = 0L; ;)
        {
            var now = (long)await connection.WriteAsync(SessionScripts.RemoveSome, [tenantId, RemovedAtOnce], cancellationToken);
            removed += now;
            if (now < RemovedAtOnce)
            {
                return removed;
            }
        }
    }

    private async Task<bool> WriteAsync(SessionRecord record, long? version, CancellationToken cancellationToken)
    {
        var box = await _sessions.SealAsync(record, cancellationToken);
        return (long)await connection.WriteAsync(SessionScripts.Write, SessionHash.Arguments(record, version, box), cancellationToken) == 1;
    }

    private async Task<SessionRow?> RowAsync(string id, CancellationToken cancellationToken)
    {
        var values = await connection.ReadAsync($":s:{id}", SessionHash.Fields, cancellationToken);
        return values[0].IsNull ? null : SessionHash.Read([id, .. values]);
    }

    private Task<IReadOnlyList<SessionRecord>> ListAsync(Walk walk, int limit, CancellationToken cancellationToken) =>
        _sessions.ListAsync((_, asked) => ReadAsync(walk, asked, cancellationToken), limit, cancellationToken);

    private async Task<List<SessionRow>> ReadAsync(Walk walk, int asked, CancellationToken cancellationToken)
    {
        List<SessionRow> rows = [];
        while (!walk.IsOver && rows.Count < asked)
        {
            var answer = RedisAnswers.Parts(await connection.ReadAsync(
                SessionScripts.List,
                [walk.Set, walk.Skip, walk.Descending ? "down" : "up", walk.Bound, walk.States, asked - rows.Count],
                cancellationToken));
            rows.AddRange(RedisAnswers.Parts(answer[2]).Select(row => SessionHash.Read(RedisAnswers.Values(row))));
            walk.IsOver = (int)answer[0] == 0;
            walk.Last = RedisAnswers.TextOrNull((RedisValue)answer[1]) ?? walk.Last;
        }

        return rows;
    }

    // Goes along a set; a member is a session's id behind so many characters.
    private sealed class Walk(string set, int skip)
    {
        public string Set => set;

        public int Skip => skip;

        public bool Descending { get; init; }

        public string States { get; init; } = string.Empty;

        public string? Last { get; set; }

        public bool IsOver { get; set; }

        public string Bound => Last is null ? Descending ? "+" : "-" : $"({Last}";
    }
}
