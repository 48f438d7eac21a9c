using Connectors.Sandbox;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Networks of nodes around the tests' own, and what is cut between them: what is sent there is lost without a word.</summary>
internal sealed class NodeNetworks : IAsyncDisposable
{
    private static int _last;

    private readonly List<NodeNetwork> _all = [];
    private readonly List<string> _cuts = [];

    private NodeNetworks()
    {
    }

    /// <summary>Begins with none. The test is skipped where the tests have no namespace of their own: the host's isn't changed.</summary>
    public static async Task<NodeNetworks> StartAsync()
    {
        Assert.SkipUnless(OwnNamespace.IsInside, "Networks can only be cut in a network namespace of the tests' own.");
        // Cuts come before the table that says what is here, which is the first one by default.
        await Shell.RunAsync("""
            echo 1 > /proc/sys/net/ipv4/ip_forward
            echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
            echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
            if ip rule show | grep -q "^0:"; then ip rule add pref 10 lookup local; ip rule del pref 0; fi
            """);
        return new();
    }

    /// <summary>Another one.</summary>
    public async Task<NodeNetwork> AddAsync()
    {
        var network = await NodeNetwork.StartAsync(Interlocked.Increment(ref _last));
        _all.Add(network);
        return network;
    }

    /// <summary>Neither reaches the other any more.</summary>
    public Task CutAsync(NodeNetwork one, NodeNetwork other) =>
        CutAsync($"from {one.Address} to {other.Address}", $"from {other.Address} to {one.Address}");

    /// <summary>One doesn't reach a port of the tests' namespace any more.</summary>
    public Task CutAsync(NodeNetwork one, int port) => CutAsync($"from {one.Address} ipproto tcp dport {port}");

    /// <summary>Everybody reaches everybody.</summary>
    public async Task HealAsync()
    {
        await Shell.RunAsync(string.Join('\n', _cuts.Select(static cut => $"ip rule del pref 5 {cut} blackhole")));
        _cuts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await HealAsync();
        foreach (var network in _all)
        {
            network.Dispose();
        }
    }

    private async Task CutAsync(params string[] cuts)
    {
        await Shell.RunAsync(string.Join('\n', cuts.Select(static cut => $"ip rule add pref 5 {cut} blackhole")));
        _cuts.AddRange(cuts);
    }
}
