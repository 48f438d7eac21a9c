using System.Net;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Sessions.Placing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using StackExchange.Redis;
using ClusterOptions = Connectors.Core.Sessions.Placing.ClusterOptions;

namespace Connectors.Grains;

/// <summary>Makes this process a node of a cluster.</summary>
public static class GrainServices
{
    /// <summary>
    /// Registers the silo, and what hosts sessions through it, but for what of Core it needs; to be called before anything hosted is.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="cluster">How the node belongs to it.</param>
    /// <param name="redis">Where membership, reminders and the grain directory are.</param>
    public static IServiceCollection AddSessionGrains(
        this IServiceCollection services, ClusterOptions cluster, ConfigurationOptions redis)
    {
        services.AddOrleans(silo => silo.Build(cluster, redis));
        services.AddSingleton(
            provider => new NodeIdentity(provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()));
        services.AddSingleton<ISessionHost, ClusterSessionHost>();
        services.AddSingleton<ISuccession, GrainSuccession>();
        services.AddSingleton<IGrainDirectoryCache, NoAddresses>();
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<ISessionFinder>(provider => provider.GetRequiredService<SessionCalls>());
        services.AddSingleton<INodeView, MembershipView>();
        services.AddHostedService<NodeHosting>();
        return services;
    }

    private static void Build(this ISiloBuilder silo, ClusterOptions cluster, ConfigurationOptions redis)
    {
        var connection = new Lazy<Task<(IConnectionMultiplexer, bool)>>(
            async () => (await ConnectionMultiplexer.ConnectAsync(redis), true));
        silo.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId))
            .UseRedisClustering(o => (o.ConfigurationOptions, o.CreateMultiplexer) = (redis, _ => connection.Value))
            .UseRedisGrainDirectoryAsDefault(o => (o.ConfigurationOptions, o.CreateMultiplexer) = (redis, _ => connection.Value))
            .UseRedisReminderService(o => (o.ConfigurationOptions, o.CreateMultiplexer) = (redis, _ => connection.Value))
            .AddPlacementDirector<SessionPlacement, SessionDirector>()
            .AddActivityPropagation()
            .Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(60))
            .Configure<GrainCollectionOptions>(o => o.EnableActivationSheddingOnMemoryPressure = false)
            .Configure<ClusterMembershipOptions>(SetMembership);
        if (cluster.AdvertisedAddress is { } address)
        {
            silo.ConfigureEndpoints(IPAddress.Parse(address), cluster.SiloPort, cluster.GatewayPort);
        }
        else
        {
            silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
        }
    }

    // A dead node is noticed after three probes of a second. A node that hangs keeps its connections, and votes against it wait until
    // the longest probe would have failed three times: with the default of 20 s a minute (docs/10-cluster.md).
    private static void SetMembership(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 1;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
