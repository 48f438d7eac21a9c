using System.Globalization;
using Connectors.Storage.Redis;
using Connectors.Testing;
using StackExchange.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>A primary and its replicas: real servers of the test's own. The network between them can be cut.</summary>
internal sealed class RedisGroup : IAsyncDisposable
{
    private readonly List<RedisServer> _replicas = [];
    private readonly List<TcpRelay> _links = [];
    private readonly List<RedisPlace> _places = [];

    private RedisGroup(RedisServer primary) => Primary = primary;

    public RedisServer Primary { get; }

    public IReadOnlyList<RedisServer> Replicas => _replicas;

    /// <summary>Starts one, and waits until the primary writes and every replica has what it has, on its disk too.</summary>
    /// <param name="replicas">How many replicas.</param>
    /// <param name="settings">Settings of all; one replica must be there for a write, unless they say otherwise.</param>
    public static async Task<RedisGroup> StartAsync(int replicas, params string[] settings)
    {
        string[] all = ["--min-replicas-to-write", "1", .. settings];
        var group = new RedisGroup(await RedisServer.StartAsync([.. all, "--repl-diskless-sync-delay", "0"]));
        for (var number = 0; number < replicas; number++)
        {
            group._links.Add(new TcpRelay(new Uri($"tcp://127.0.0.1:{group.Primary.Port}")));
            var port = group._links[number].Of(new Uri("tcp://127.0.0.1")).Port;
            group._replicas.Add(await RedisServer.StartAsync([.. all, "--replicaof", "127.0.0.1", $"{port}"]));
        }

        var asking = group.Place(group.Primary.Options);
        await Eventually.HoldsAsync(async () => (int)await asking.AskAsync("WAIT", replicas, 10) >= replicas);
        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(() => asking.AskAsync("SET", "ready", "1")) is null);
        foreach (var replica in group._replicas)
        {
            // Filled by its primary, it writes its file from the beginning: killed before that is done, it has nothing.
            await Eventually.HoldsAsync(async () => await FieldAsync(replica, "persistence", "aof_rewrite_in_progress") == "0"
                && await FieldAsync(replica, "persistence", "aof_rewrite_scheduled") == "0");
        }

        return group;
    }

    /// <summary>Stores over the servers that the options name.</summary>
    public RedisPlace Place(RedisStorageOptions options)
    {
        var place = new RedisPlace(options);
        _places.Add(place);
        return place;
    }

    /// <summary>The same keys on another server, for somebody who needs no replicas.</summary>
    public RedisPlace PlaceOn(RedisServer server, RedisPlace place) =>
        Place(place.Options with { Address = $"127.0.0.1:{server.Port}", Replicas = 0, Checks = RedisChecks.Warn });

    /// <summary>Packets between the primary and a replica vanish from now on, those of new connections too.</summary>
    public void Cut(int replica) => (_links[replica].StopsUp, _links[replica].StopsDown) = (true, true);

    /// <summary>How much of what the primary wrote a replica has, with the link or without: what Sentinel chooses by.</summary>
    public static async Task<long> OffsetAsync(RedisServer replica) =>
        long.Parse(await FieldAsync(replica, "replication", "slave_repl_offset"), CultureInfo.InvariantCulture);

    /// <summary>Makes a replica a primary.</summary>
    public static async Task PromoteAsync(RedisServer replica)
    {
        await AskAsync(replica, "REPLICAOF", "NO", "ONE");
        Assert.Equal("master", await FieldAsync(replica, "replication", "role"));
    }

    /// <summary>Changes a setting for as long as the server lives.</summary>
    public static Task ConfigureAsync(RedisServer server, string name, string value) => AskAsync(server, "CONFIG", "SET", name, value);

    /// <summary>Makes a server a replica of another.</summary>
    public static Task FollowAsync(RedisServer replica, RedisServer primary) =>
        AskAsync(replica, "REPLICAOF", "127.0.0.1", $"{primary.Port}");

    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places)
        {
            await place.DisposeAsync();
        }

        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }

        foreach (var server in _replicas.Append(Primary))
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string> FieldAsync(RedisServer server, string section, string field)
    {
        var lines = $"{await AskAsync(server, "INFO", section)}".Split("\r\n");
        return Assert.Single(lines, line => line.StartsWith($"{field}:", StringComparison.Ordinal))[(field.Length + 1)..];
    }

    private static async Task<RedisResult> AskAsync(RedisServer server, string command, params object[] arguments)
    {
        await using var place = new RedisPlace(server.Options);
        return await place.AskAsync(command, arguments);
    }
}
