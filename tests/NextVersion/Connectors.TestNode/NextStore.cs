using Connectors.Core.Sessions;
using Connectors.Storage.Redis;

namespace Connectors.TestNode;

/// <summary>What the next version writes more: a member of the record, and a key of its own.</summary>
internal sealed class NextStore(ISessionStore inner, RedisConnection redis) : ISessionStore
{
    private static readonly RedisScript Note = new("return redis.call('HSET', KEYS[1] .. ':accents', ARGV[1], ARGV[2])");

    public async Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await NoteAsync(await inner.AddAsync(Accented(record), cancellationToken), cancellationToken);

    public async Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await NoteAsync(await inner.UpdateAsync(Accented(record), cancellationToken), cancellationToken);

    public Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<SessionRecord?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        inner.FindAsync(tenantId, id, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        inner.ListUnfinishedAsync(limit, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        inner.ListStopOwedAsync(limit, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListAsync(SessionQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    public Task<long> RemoveEndedAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.RemoveEndedAsync(tenantId, before, cancellationToken);

    public Task<long> RemoveAllAsync(string tenantId, CancellationToken cancellationToken) =>
        inner.RemoveAllAsync(tenantId, cancellationToken);

    // One that this version reads back from where an older one wrote it has it still.
    private static SessionRecord Accented(SessionRecord record) => record.Plan is null
        ? record
        : record with { Plan = record.Plan with { Accent = record.Plan.Accent ?? $"of epoch {record.Epoch}" } };

    private async Task<SessionRecord?> NoteAsync(SessionRecord? written, CancellationToken cancellationToken)
    {
        if (written?.Plan?.Accent is { } accent)
        {
            await redis.WriteAsync(Note, [written.Id, accent], cancellationToken);
        }

        return written;
    }
}
