using Connectors.Core.Sessions.Placing;

namespace Connectors.Grains;

internal sealed class MembershipView(IClusterMembershipService membership) : INodeView
{
    public IReadOnlyCollection<string> Active =>
    [
        .. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.SiloAddress.ToParsableString()),
    ];
}
