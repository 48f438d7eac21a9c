#if CLUSTER_EDITION
using Connectors.Core.Sessions.Crossing;
using Connectors.Core.Sessions.Placing;
using Connectors.Grains;
#endif

namespace Connectors.Server.Hosting;

/// <summary>Makes this process a node of a cluster, in the edition that can (docs/adr/0003).</summary>
internal static class ClusterHosting
{
#if CLUSTER_EDITION
    /// <summary>Whether this is the cluster edition.</summary>
    public const bool IsThere = true;

    // The silo comes before everything that is hosted, and so ends after it.
    public static void AddCluster(this IServiceCollection services, ConnectorsOptions options)
    {
        if (options.Cluster.Enabled)
        {
            services.AddSessionGrains(options.Cluster, options.Redis.ToClient());
            services.AddSingleton<SessionParcels>();
            services.AddSingleton<NodeSessions>();
            services.AddSingleton<RepeatedCalls>();
            services.AddSingleton<NodeChoice>();
            services.AddSingleton<NodeTelling>();
            services.AddSingleton<Orphans>();
        }
    }
#else
    /// <summary>Whether this is the cluster edition.</summary>
    public const bool IsThere = false;
#endif
}
