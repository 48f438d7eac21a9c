using Connectors.Core.Records;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>Session records in memory.</summary>
internal sealed class FakeSessionStore(List<string> order) : ISessionStore
{
    private readonly Dictionary<string, SessionRecord> _records = [];

    public bool IsBroken { get; set; }

    /// <summary>Nobody can be asked about a session.</summary>
    public bool IsAway { get; set; }

    public int Count => _records.Count;

    public Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        order.Add("write");
        lock (_records)
        {
            return IsBroken
                ? Task.FromException<SessionRecord?>(new IOException("The disk is full."))
                : Task.FromResult<SessionRecord?>(_records[record.Id] = record with { Version = 1 });
        }
    }

    public Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        lock (_records)
        {
            var isNewest = _records.TryGetValue(record.Id, out var present) && present.Version == record.Version;
            return Task.FromResult(isNewest ? _records[record.Id] = record with { Version = record.Version + 1 } : null);
        }
    }

    public Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) => IsAway
        ? Task.FromException<SessionRecord?>(new StoreUnavailableException("The store is away."))
        : Task.FromResult(_records.GetValueOrDefault(id));

    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionRecord>>([.. _records.Values.Where(record => record.State != SessionState.Ended)]);

    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionRecord>>([.. _records.Values.Where(record => record.IsStopOwed)]);

    public async Task<SessionRecord?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } record && record.TenantId == tenantId ? record : null;

    public Task<IReadOnlyList<SessionRecord>> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        var sign = query.Descending ? -1 : 1;
        lock (_records)
        {
            return Task.FromResult<IReadOnlyList<SessionRecord>>(
            [
                .. _records.Values
                    .Where(record => record.TenantId == query.TenantId && query.States?.Contains(record.State) != false
                        && (query.After is null || string.CompareOrdinal(record.Id, query.After) * sign > 0))
                    .Order(Comparer<SessionRecord>.Create((one, other) => string.CompareOrdinal(one.Id, other.Id) * sign))
                    .Take(query.Limit),
            ]);
        }
    }

    public Task<long> RemoveEndedAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken) =>
        RemoveAsync(record => record.TenantId == tenantId && record.State == SessionState.Ended && record.EndedAt < before
            && !record.IsStopOwed);

    public Task<long> RemoveAllAsync(string tenantId, CancellationToken cancellationToken) =>
        RemoveAsync(record => record.TenantId == tenantId);

    private Task<long> RemoveAsync(Func<SessionRecord, bool> which) =>
        Task.FromResult(_records.Values.Where(which).ToList().LongCount(record => _records.Remove(record.Id)));
}
