using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>Session records in memory.</summary>
internal sealed class FakeSessionStore(List<string> order) : ISessionStore
{
    private readonly Dictionary<string, SessionRecord> _records = [];

    public bool IsBroken { get; set; }

    public Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        order.Add("write");
        return IsBroken
            ? Task.FromException<SessionRecord?>(new IOException("The disk is full."))
            : Task.FromResult<SessionRecord?>(_records[record.Id] = record with { Version = 1 });
    }

    public Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken) =>
        Task.FromResult<SessionRecord?>(_records[record.Id] = record with { Version = record.Version + 1 });

    public Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_records.GetValueOrDefault(id));

    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionRecord>>([.. _records.Values.Where(record => record.State != SessionState.Ended)]);

    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionRecord>>([.. _records.Values.Where(record => record.IsStopOwed)]);
}
