using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Placing;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Server.Hosting;
using Connectors.Tests.Core.Bridging;
using Connectors.Tests.Core.Sessions;
using StackExchange.Redis;

namespace Connectors.Grains.Tests;

/// <summary>Real silos in this process, on a redis-server of their own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-cluster-");
    private readonly TokenRooms _rooms = new();
    private readonly RedisServer _redis;

    private Cluster(RedisServer redis) => _redis = redis;

    public List<ClusterNode> Nodes { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Cluster> StartAsync(params int[] capacities)
    {
        var cluster = new Cluster(await RedisServer.StartAsync());
        try
        {
            foreach (var capacity in capacities)
            {
                await cluster.AddAsync(capacity);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more node, which all others know of when this is done.</summary>
    public async Task<ClusterNode> AddAsync(int capacity)
    {
        var options = new ConnectorsOptions
        {
            DataFolder = _folder.FullName,
            Storage = StorageKind.Redis,
            Redis = _redis.Options with
            {
                KeyPrefix = "cluster",
                FenceLease = TimeSpan.FromSeconds(2),
                CallLimit = TimeSpan.FromSeconds(5),
            },
            SessionsAtOnce = capacity,
            DrainLimitSeconds = 2,
            DrainGraceSeconds = 2,
            Outgoing = new() { AllowedRoomHosts = ["*"], AllowInsecure = true },
            Cluster = new() { Enabled = true, AdvertisedAddress = "127.0.0.1", SiloPort = ClusterNode.FreePort() },
        };
        var node = await ClusterNode.StartAsync(options, _rooms);
        Nodes.Add(node);
        await UntilAsync(async () =>
        {
            var told = await node.Get<INodeBoard>().ReadAsync(Cancellation);
            return Nodes.Where(other => !other.IsGone).All(
                other => told.Any(load => load.NodeId == other.Id) && other.Get<INodeView>().Active.Contains(node.Id));
        });
        return node;
    }

    /// <summary>A session with a room and a token of its own, and a talking agent.</summary>
    public static SessionSpecification Session(string id) => new()
    {
        Id = id,
        TenantId = "tenant",
        Source = new RoomSource.GivenRoom(
            new("ws://127.0.0.1/room"),
            FakeLiveAvatar.Token($$"""{ "sub": "agent", "exp": 4102444800, "video": { "room": "{{id}}", "roomJoin": true } }"""),
            new("ws://127.0.0.1/avatar")),
        Avatar = new() { AvatarId = "avatar" },
        ConnectorId = "fake",
        Agent = new(JsonDocument.Parse("{}").RootElement, new Secret("agent-key")),
    };

    /// <summary>Starts a session and waits until its agent is ready.</summary>
    public async Task TalkAsync(ClusterNode through, string id)
    {
        var start = await through.Host.StartAsync(Session(id), Cancellation);
        Assert.True(start.Access is not null, $"{start.Failure} {start.Message}\n{Logs()}");
        await SeeAsync(through, id, e => e is SessionEvent.AgentReady);
    }

    /// <summary>Has no session sent to a node any more, and waits until the others know.</summary>
    public async Task CordonAsync(ClusterNode node)
    {
        node.Admission.SetDraining(true);
        foreach (var other in Nodes)
        {
            await UntilAsync(() => other.Get<NodeChoice>().IsCordonedAsync(node.Get<NodeIdentity>().Id, Cancellation));
        }
    }

    /// <summary>Waits for an event; returns its place.</summary>
    public async Task<long> SeeAsync(ClusterNode through, string id, Func<SessionEvent, bool> isIt, long after = 0)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var entry in through.Host.WatchAsync(id, after, limit.Token))
        {
            if (isIt(entry.Event))
            {
                return entry.Sequence;
            }
        }

        throw new InvalidOperationException($"{id} ended before.\n{Logs()}");
    }

    /// <summary>The node that has a session; null: none, or more than one.</summary>
    public ClusterNode? Of(string id) => Having(id) is [var one] ? one : null;

    public List<ClusterNode> Having(string id) =>
        [.. Nodes.Where(node => node.Local.Has(id) && node.Local.Completion(id) is { IsCompleted: false })];

    public FakeConnector.Connection Agent(string id) => Of(id)!.Connector.Agent;

    /// <summary>What the grain directory says of sessions: which activation, on which node.</summary>
    public async Task<IReadOnlyList<string>> ActivationsAsync(IEnumerable<string> ids)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(_redis.Options.Address);
        var keys = await client.GetServers()[0].KeysAsync(pattern: "*directory*").ToListAsync(Cancellation);
        var entries = keys.Where(key => ids.Any(id => ((string)key!).EndsWith(id, StringComparison.Ordinal)))
            .Select(async key => $"{key}: {await client.GetDatabase().StringGetAsync(key)}");
        return [.. (await Task.WhenAll(entries)).Order(StringComparer.Ordinal)];
    }

    public string Logs() => string.Join("\n\n", Nodes.Select((node, number) => $"node {number}\n{node.Log}"));

    public static async Task UntilAsync(Func<Task<bool>> condition) => await Eventually.HoldsAsync(condition);

    public async ValueTask DisposeAsync()
    {
        // Those that died reach nothing any more.
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
