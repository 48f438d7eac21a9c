namespace Connectors.Rtc.Tests.Support;

/// <summary>How nodes know of each other in the edition that was built.</summary>
internal static class NodeEditions
{
    public static INodeEdition Present() =>
#if CLUSTER_EDITION
        new ClusterNodes();
#else
        new AssignedNodes();
#endif
}
