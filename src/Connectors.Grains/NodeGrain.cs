using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Connectors.Grains;

/// <summary>A node by its name: the receiving end of a handover.</summary>
[Alias("Connectors.INodeGrain")]
internal interface INodeGrain : IGrainWithStringKey
{
    [Alias("Prepare")]
    Task<bool> PrepareAsync(string sessionId, CancellationToken cancellationToken);

    [Alias("TakeOver")]
    Task<bool> TakeOverAsync(string sessionId);

    [Alias("Abandon")]
    Task AbandonAsync(string sessionId);
}

[Reentrant, Immovable, SessionPlacement]
internal sealed class NodeGrain(SessionReception reception, NodeIdentity self) : Grain, INodeGrain
{
    // It may have been looked for when its node was gone, and stand elsewhere.
    public async Task<bool> PrepareAsync(string sessionId, CancellationToken cancellationToken) =>
        this.GetPrimaryKeyString() == self.Id
        && await Task.Run(() => reception.PrepareAsync(sessionId, cancellationToken), cancellationToken);

    public Task<bool> TakeOverAsync(string sessionId) => Task.Run(() => reception.TakeOverAsync(sessionId, CancellationToken.None));

    public Task AbandonAsync(string sessionId) => Task.Run(() => reception.AbandonAsync(sessionId));
}
