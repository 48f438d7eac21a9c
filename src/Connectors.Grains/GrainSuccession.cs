using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Sessions.Placing;

namespace Connectors.Grains;

/// <summary>Finds the node with the most room to go on with a session of this one.</summary>
internal sealed class GrainSuccession(IGrainFactory grains, INodeView nodes, NodeChoice choice, NodeIdentity self) : ISuccession
{
    private List<string> Others => [.. nodes.Active.Where(node => node != self.Id)];

    public bool HasPeers => Others.Count > 0;

    public async Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            if (await choice.FreestAsync(Others, cancellationToken) is not { } node)
            {
                return null;
            }

            var grain = grains.GetGrain<INodeGrain>(node);
            return await grain.PrepareAsync(sessionId, cancellationToken) ? new Successor(grain, sessionId) : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node, or the same a little later.
            return null;
        }
    }

    private sealed class Successor(INodeGrain node, string sessionId) : ISuccessor
    {
        public Task<bool> TakeOverAsync(CancellationToken cancellationToken) =>
            node.TakeOverAsync(sessionId).WaitAsync(cancellationToken);

        public Task AbandonAsync() => node.AbandonAsync(sessionId);
    }
}
