using Connectors.Core.Records;
using Connectors.Core.Sessions.Fencing;

namespace Connectors.Tests.Core.Sessions.Fencing;

/// <summary>A process's way to a fence, which can be cut: as for one that hung, or whose store is away.</summary>
internal sealed class CutFence(ISessionFence inner) : ISessionFence
{
    private volatile bool _isCut;

    public TimeSpan Lease => inner.Lease;

    public int Renewals { get; private set; }

    public void Cut() => _isCut = true;

    public void Mend() => _isCut = false;

    public Task<FenceHold?> TakeAsync(string sessionId, string holder, long seen, CancellationToken cancellationToken) =>
        Through(() => inner.TakeAsync(sessionId, holder, seen, cancellationToken));

    public Task<bool> RenewAsync(FenceHold hold, CancellationToken cancellationToken)
    {
        Renewals++;
        return Through(() => inner.RenewAsync(hold, cancellationToken));
    }

    public Task ReleaseAsync(FenceHold hold, CancellationToken cancellationToken) => Through(async () =>
    {
        await inner.ReleaseAsync(hold, cancellationToken);
        return true;
    });

    public Task<FenceState?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        Through(() => inner.FindAsync(sessionId, cancellationToken));

    private Task<T> Through<T>(Func<Task<T>> call) =>
        _isCut ? Task.FromException<T>(new StoreUnavailableException("The way is cut.")) : call();
}
