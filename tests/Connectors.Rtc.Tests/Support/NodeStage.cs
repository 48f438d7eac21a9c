using System.Text.Json;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Sandbox.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Rtc.Tests.Support;

/// <summary>
/// Several processes of the service on one Redis, each of which can be killed, made to stand still and asked to go, with stand-ins of
/// everything else in this process, and users who listen in the rooms.
/// </summary>
internal sealed class NodeStage : IAsyncDisposable
{
    private readonly INodeEdition _edition;
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServerProcess> _nodes = [];
    private readonly List<TenantClient> _clients = [];
    private readonly List<Talk> _talks = [];
    private readonly WebApplication _reader;

    private NodeStage(StandIns standIns, INodeEdition edition, Dictionary<string, string> settings)
    {
        StandIns = standIns;
        _edition = edition;
        _settings = settings;
        _reader = StandIns.Build(settings);
    }

    public StandIns StandIns { get; }

    /// <summary>Where sessions are kept, read from beside.</summary>
    public ISessionStore Store => _reader.Services.GetRequiredService<ISessionStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Sets it up, without a node.</summary>
    /// <param name="rtc">Has the room server.</param>
    /// <param name="redis">Where the nodes keep everything.</param>
    /// <param name="edition">How the nodes know of each other.</param>
    /// <param name="scripts">What the agents say, by connector.</param>
    public static async Task<NodeStage> StartAsync(
        RtcFixture rtc, RedisServer redis, INodeEdition edition, params (string Connector, AgentScript Script)[] scripts)
    {
        var standIns = await StandIns.StartAsync(rtc, scripts);
        var settings = standIns.Settings();
        settings["Connectors:Storage"] = "redis";
        settings["Connectors:Redis:Address"] = redis.Options.Address;
        settings["Connectors:Redis:KeyPrefix"] = redis.Options.KeyPrefix;
        await standIns.PrepareTenantAsync(settings, new(StartsPerMinute: 1_000));
        return new(standIns, edition, settings);
    }

    /// <summary>Sets the tenant's quota of sessions.</summary>
    public Task AllowSessionsAsync(int atOnce) => StandIns.PrepareTenantAsync(_settings, new(SessionsAtOnce: atOnce));

    /// <summary>Starts nodes.</summary>
    public async Task<IReadOnlyList<ServerProcess>> ServeAsync(int count, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_settings);
        foreach (var (name, value) in settings)
        {
            all[$"Connectors:{name}"] = value;
        }

        var started = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _edition.StartAsync(all)));
        _nodes.AddRange(started);
        await _edition.IntroduceAsync([.. _nodes.Where(node => !node.HasExited)]);
        return started;
    }

    /// <summary>The tenant's way to a node.</summary>
    public TenantClient ClientOf(ServerProcess node)
    {
        var client = new TenantClient(node.Address, StandIns.ApiKey);
        _clients.Add(client);
        return client;
    }

    /// <summary>A session on a node, with its user in it.</summary>
    public async Task<Talk> BeginAsync(string connector, ServerProcess node)
    {
        var client = ClientOf(node);
        var known = StandIns.LiveAvatar.Sessions;
        var started = await client.CallAsync(HttpMethod.Post, "sessions", StandIns.SessionOf(connector));
        var avatar = StandIns.LiveAvatar.Sessions.Except(known).Single();
        var talk = new Talk(connector, started.GetProperty("id").GetString()!, StandIns.Agents[connector], avatar);
        _talks.Add(talk);
        await talk.JoinAsync(started);
        talk.Watch(client);
        return talk;
    }

    /// <summary>Asks a node for a session that nobody will come to.</summary>
    public Task<(int Status, string Text)> TryBeginAsync(string connector, ServerProcess node) =>
        ClientOf(node).AskAsync(HttpMethod.Post, "api/v1/sessions", StandIns.SessionOf(connector));

    /// <summary>Waits until the session's record says something newer.</summary>
    public async Task UntilStoredAsync(Talk talk, DateTimeOffset than)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await IsStoredAsync(talk, than))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Has a node go on with what another one leaves behind.</summary>
    public Task TakeUpAsync(ServerProcess node, IEnumerable<Talk> talks) =>
        _edition.TakeUpAsync(node, [.. talks.Select(talk => talk.Id)]);

    public async Task<SessionRecord> RecordAsync(Talk talk) => (await Store.FindAsync(talk.Id, Cancellation))!;

    /// <summary>What a node says was said.</summary>
    public static async Task<List<(string Speaker, string Text)>> TranscriptAsync(TenantClient client, Talk talk)
    {
        var transcript = await client.CallAsync(HttpMethod.Get, $"sessions/{talk.Id}/transcript");
        return
        [
            .. transcript.GetProperty("segments").EnumerateArray()
                .Select(segment => (Text(segment, "speaker"), Text(segment, "text"))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var talk in _talks)
        {
            await talk.DisposeAsync();
        }

        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _reader.DisposeAsync();
        await StandIns.DisposeAsync();
    }

    private async Task<bool> IsStoredAsync(Talk talk, DateTimeOffset than)
    {
        try
        {
            return (await RecordAsync(talk)).UpdatedAt > than;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static string Text(JsonElement segment, string name) => segment.GetProperty(name).GetString()!;
}
