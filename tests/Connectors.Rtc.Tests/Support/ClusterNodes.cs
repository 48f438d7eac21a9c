using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Nodes of a cluster: they find each other, and what one of them leaves behind, by themselves.</summary>
/// <param name="networks">Where each node gets a network of its own; null: all run in the tests' own.</param>
internal sealed class ClusterNodes(NodeNetworks? networks = null) : INodeEdition
{
    private readonly string _cluster = $"{Guid.NewGuid():N}";

    public async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var network = networks is null ? null : await networks.AddAsync();
        return await StartAsync(settings, network, null);
    }

    /// <summary>Starts a node in the tests' own network.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="program">Another program than this one that is the service: its dll.</param>
    public Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string program) =>
        StartAsync(settings, null, program);

    private Task<ServerProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings, NodeNetwork? network, string? program) => ServerProcess.StartAsync(
        [
            .. settings,
            new(Panic.Setting, "true"),
            new("Connectors:Cluster:Enabled", "true"),
            new("Connectors:Cluster:AdvertisedAddress", network?.Address ?? "127.0.0.1"),
            new("Connectors:Cluster:SiloPort", FreePort().ToString(CultureInfo.InvariantCulture)),
            new("Connectors:Cluster:ClusterId", _cluster),
            new("Connectors:Cluster:ServiceId", _cluster),
        ],
        TestContext.Current.CancellationToken,
        network,
        program);

    public Task IntroduceAsync(IReadOnlyList<ServerProcess> nodes) => Task.CompletedTask;

    public Task TakeUpAsync(ServerProcess node, IReadOnlyList<string> sessions) => Task.CompletedTask;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
