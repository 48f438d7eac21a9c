using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Nodes of a cluster: they find each other, and what one of them leaves behind, by themselves.</summary>
internal sealed class ClusterNodes : INodeEdition
{
    private readonly string _cluster = $"{Guid.NewGuid():N}";

    public Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings) => ServerProcess.StartAsync(
        [
            .. settings,
            new("Connectors:Cluster:Enabled", "true"),
            new("Connectors:Cluster:AdvertisedAddress", "127.0.0.1"),
            new("Connectors:Cluster:SiloPort", FreePort().ToString(CultureInfo.InvariantCulture)),
            new("Connectors:Cluster:ClusterId", _cluster),
            new("Connectors:Cluster:ServiceId", _cluster),
        ],
        TestContext.Current.CancellationToken);

    public Task IntroduceAsync(IReadOnlyList<ServerProcess> nodes) => Task.CompletedTask;

    public Task TakeUpAsync(ServerProcess node, IReadOnlyList<string> sessions) => Task.CompletedTask;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
