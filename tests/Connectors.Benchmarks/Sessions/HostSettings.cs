using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connectors.Server.Hosting;

namespace Connectors.Benchmarks.Sessions;

/// <summary>How the service's process is to run, as arguments of that process.</summary>
/// <param name="LiveAvatar">Address of LiveAvatar's stand-in.</param>
/// <param name="Redis">Address of the storage; empty: SQLite.</param>
/// <param name="SiloPort">Where other nodes reach it; 0: it is no node of a cluster.</param>
/// <param name="Room">Sessions at once.</param>
/// <param name="KeyRing">File with the key ring, made by the first process that looks for it; empty: the process's own.</param>
internal sealed record HostSettings(Uri LiveAvatar, string Redis = "", int SiloPort = 0, int Room = 100, string KeyRing = "")
{
    public static HostSettings Parse(string[] arguments) => new(
        new(arguments[0]),
        arguments[1],
        int.Parse(arguments[2], CultureInfo.InvariantCulture),
        int.Parse(arguments[3], CultureInfo.InvariantCulture),
        arguments[4]);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string[] ToArguments() => [LiveAvatar.ToString(), Redis, $"{SiloPort}", $"{Room}", KeyRing];

    public ConnectorsOptions ToOptions(string dataFolder) => new()
    {
        DataFolder = dataFolder,
        LiveAvatarAddress = LiveAvatar,
        SessionsAtOnce = Room,
        Storage = Redis.Length > 0 ? StorageKind.Redis : StorageKind.Sqlite,
        Redis = new() { Address = Redis.Length > 0 ? Redis : "127.0.0.1:6379" },
        KeyRingPath = KeyRing.Length > 0 ? KeyRing : null,
        Cluster = new()
        {
            Enabled = SiloPort > 0,
            AdvertisedAddress = SiloPort > 0 ? "127.0.0.1" : null,
            SiloPort = SiloPort > 0 ? SiloPort : 11_111,
        },
        Outgoing = new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1"], AllowInsecure = true },
    };
}
