using System.Diagnostics;

namespace Connectors.Rtc.Tests.Support;

/// <summary>
/// A network of a node's own: a namespace with one address, from which everything else is reached by one link to the tests' namespace.
/// The address is one of 127.0.0.0/8, which the service may speak to in these tests, on an adapter that isn't loopback, which WebRTC needs.
/// </summary>
internal sealed class NodeNetwork : IDisposable
{
    private readonly Process _keeper;

    private NodeNetwork(string address, Process keeper)
    {
        Address = address;
        _keeper = keeper;
    }

    public string Address { get; }

    /// <summary>Before a command line: has it run there.</summary>
    public IReadOnlyList<string> Enter => ["nsenter", $"--net=/proc/{_keeper.Id}/ns/net", "--"];

    /// <summary>Makes one, with its link.</summary>
    /// <param name="number">No other one has it. 1 to 250.</param>
    public static async Task<NodeNetwork> StartAsync(int number)
    {
        // It keeps the namespace there for as long as somebody holds its standard input.
        var keeper = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "echo ready; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await keeper.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var network = new NodeNetwork($"127.0.1.{number}", keeper);
        await Shell.RunAsync($"""
            ip link add node{number} type veth peer name eth0 netns {keeper.Id}
            echo 0 > /proc/sys/net/ipv4/conf/node{number}/rp_filter
            ip link set node{number} up
            ip route add {network.Address}/32 dev node{number} src 127.0.0.1 table local
            """);
        // 127.0.0.0/8 is not this machine there, but whoever is at the other end of the link.
        await Shell.RunAsync(
            $"""
            ip link set lo up
            ip address del 127.0.0.1/8 dev lo
            echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
            ip address add {network.Address}/32 dev eth0
            ip link set eth0 up
            ip route add 127.0.0.1/32 dev eth0 src {network.Address}
            ip route add 127.0.0.0/8 via 127.0.0.1 dev eth0 src {network.Address}
            """,
            [.. network.Enter]);
        return network;
    }

    public void Dispose()
    {
        _keeper.StandardInput.Dispose();
        _keeper.Dispose();
    }
}
