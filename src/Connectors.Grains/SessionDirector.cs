using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Sessions.Placing;
using Orleans.Runtime.Placement;

namespace Connectors.Grains;

/// <summary>
/// A node's grain stands on that node. Of a session's the fence says who has it; where nobody has, or is leaving it, the node with the
/// most room that isn't cordoned gets it.
/// </summary>
internal sealed class SessionDirector(ISessionFence fence, NodeChoice nodes) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target).ToDictionary(silo => silo.ToParsableString(), StringComparer.Ordinal);
        var key = target.GrainIdentity.Key.ToString();
        if (silos.TryGetValue(key, out var node))
        {
            return node;
        }

        var present = await fence.FindAsync(key, CancellationToken.None);
        if (present is { Holder: var holder } && silos.TryGetValue(holder, out var there)
            && (present.IsHeld || !await nodes.IsCordonedAsync(holder, CancellationToken.None)))
        {
            return there;
        }

        // Whoever is chosen though it has no room says so.
        return await nodes.FreestAsync(silos.Keys, CancellationToken.None) is { } freest ? silos[freest]
            : silos.GetValueOrDefault(context.LocalSilo.ToParsableString(), silos.Values.First());
    }
}
