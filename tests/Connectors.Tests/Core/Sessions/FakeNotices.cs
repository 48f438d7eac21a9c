using Connectors.Core.Records;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>Keeps what is told, as a record among what it tells of.</summary>
internal sealed class FakeNotices : ISessionNotices
{
    private int _ids;

    public List<SessionNotice> Prepared { get; } = [];

    public IEnumerable<string> Names => Prepared.Select(notice => notice.ToString());

    public Task<IReadOnlyList<RecordWrite>> PrepareAsync(SessionNotice notice, CancellationToken cancellationToken)
    {
        lock (Prepared)
        {
            Prepared.Add(notice);
        }

        return Task.FromResult<IReadOnlyList<RecordWrite>>(
        [
            new RecordWrite.Add(new()
            {
                Key = new(RecordKinds.Delivery, notice.TenantId, $"{Interlocked.Increment(ref _ids)}"),
                Body = new byte[1],
            }),
        ]);
    }
}
