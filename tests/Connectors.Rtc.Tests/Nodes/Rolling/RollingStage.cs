using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>A cluster of which every node can be of this version or of the next one, with conversations going on in it.</summary>
internal sealed class RollingStage : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

    private readonly IRollingRooms _rooms;
    private readonly StandIns _standIns;
    private readonly Dictionary<string, string> _settings;
    private readonly WebApplication _reader;
    private readonly ClusterNodes _cluster = new();
    private readonly List<ServerProcess> _nodes = [];
    private readonly List<TenantClient> _clients = [];
    private readonly List<RollingTalk> _talks = [];
    private volatile TenantClient[] _present = [];
    private int _asked;

    private RollingStage(IRollingRooms rooms, StandIns standIns, Dictionary<string, string> settings)
    {
        _rooms = rooms;
        _standIns = standIns;
        _settings = settings;
        _reader = StandIns.Build(settings);
    }

    public IReadOnlyList<RollingTalk> Talks => _talks;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RollingStage> StartAsync(IRollingRooms rooms, RedisServer redis)
    {
        var standIns = await rooms.StartAsync(
            ("openai-realtime", RollingScript.Script), ("gemini-live", RollingScript.Script), ("elevenlabs", RollingScript.Script));
        standIns.LiveAvatar.Switches.SecondSocket = SecondSocket.ClosesOlder;
        var settings = standIns.Settings();
        settings["Connectors:Storage"] = "redis";
        var options = redis.Options;
        settings["Connectors:Redis:Address"] = options.Address;
        settings["Connectors:Redis:KeyPrefix"] = options.KeyPrefix;
        await standIns.PrepareTenantAsync(settings, new(SessionsAtOnce: 100, StartsPerMinute: 1_000));
        return new(rooms, standIns, settings);
    }

    /// <summary>One more node.</summary>
    /// <param name="isNext">Of the next version.</param>
    public async Task<ServerProcess> StartNodeAsync(bool isNext)
    {
        var settings = new Dictionary<string, string>(_settings)
        {
            ["Connectors:DrainLimitSeconds"] = "3",
            ["Connectors:DrainGraceSeconds"] = "60",
        };
        foreach (var (key, value) in _rooms.Settings)
        {
            settings[key] = value;
        }

        var node = await _cluster.StartAsync(settings, ProgramOf(isNext));
        _nodes.Add(node);
        var client = new TenantClient(node.Address, _standIns.ApiKey);
        _clients.Add(client);
        _present = [.. _present, client];
        return node;
    }

    /// <summary>Has a node go that another one was started for; its sessions move.</summary>
    public async Task StopNodeAsync(ServerProcess node)
    {
        await node.AskToStopAsync();
        Assert.Equal(0, await node.ExitAsync(DrainLimit));
        _present = [.. _present.Where(client => client != _clients[_nodes.IndexOf(node)])];
    }

    /// <summary>A session, and its user in it.</summary>
    public async Task BeginAsync(string connector)
    {
        var known = _standIns.LiveAvatar.Sessions;
        var started = await Any().CallAsync(HttpMethod.Post, "sessions", _standIns.SessionOf(connector));
        var avatar = _standIns.LiveAvatar.Sessions.Except(known).Single();
        var user = await _rooms.JoinAsync(started, avatar);
        var talk = new RollingTalk((connector, started.GetProperty("id").GetString()!), avatar, user, Any);
        _talks.Add(talk);
        talk.Begin();
    }

    public async Task<SessionRecord> RecordAsync(RollingTalk talk) =>
        (await _reader.Services.GetRequiredService<ISessionStore>().FindAsync(talk.Id, Cancellation))!;

    /// <summary>Asks a node of the next version what only that one knows, of every session.</summary>
    public async Task<IReadOnlyList<string>> AccentsAsync(ServerProcess node) => await Task.WhenAll(_talks.Select(async talk =>
        (await _clients[_nodes.IndexOf(node)].AskAsync(HttpMethod.Get, $"test/accent/{talk.Id}")).Text));

    /// <summary>The sessions that the next version's own key names.</summary>
    public async Task<IReadOnlyList<string>> AccentKeysAsync()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(_settings["Connectors:Redis:Address"]);
        var entries = await client.GetDatabase().HashGetAllAsync($"{{{_settings["Connectors:Redis:KeyPrefix"]}}}:accents");
        return [.. entries.Select(static entry => entry.Name.ToString())];
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_talks.Select(static talk => talk.DisposeAsync().AsTask()));
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _reader.DisposeAsync();
        await _standIns.DisposeAsync();
        await _rooms.DisposeAsync();
    }

    // Beside this program's own place: what was built with the same properties, and with one more.
    private static string ProgramOf(bool isNext)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var artifacts = here.Parent!.Parent!.Parent!.FullName + (isNext ? "-next" : null);
        var path = Path.Combine(artifacts, "bin", "Connectors.TestNode", here.Name, "Connectors.TestNode.dll");
        Assert.True(
            File.Exists(path),
            "Build it first: dotnet build tests/Connectors.TestNode -p:ClusterEdition=true" + (isNext ? " -p:NextVersion=true" : null));
        return path;
    }

    private TenantClient Any()
    {
        var present = _present;
        return present[Interlocked.Increment(ref _asked) % present.Length];
    }
}
