using System.Text;
using Connectors.Core.Sessions;
using Connectors.Storage.Redis;
using Connectors.Testing;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisSessionStoreTests(RedisFixture fixture) : SessionStoreContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly RedisPlace _place = fixture.Open();

    [Fact]
    public async Task Update_ByTwoNodes_LosesNoChange()
    {
        var (one, two) = (_place.OpenSessions(), _place.OpenSessions());
        var record = await one.AddAsync(Minimal("s-1"), Cancellation);
        for (var i = 0; i < 20; i++)
        {
            var results = await Task.WhenAll(one.UpdateAsync(record!, Cancellation), two.UpdateAsync(record!, Cancellation));
            record = Assert.Single(results, result => result is not null);
        }

        Assert.Equal(21, record?.Version);
    }

    [Fact]
    public async Task Disk_HoldsNoSecretAndNoIdentity()
    {
        var store = _place.OpenSessions();
        var room = new RoomSource.OwnLiveKitRoom(new Uri("wss://livekit.example"), "room-1", "api-key", "api-secret");
        var added = await store.AddAsync(Full("s-1") with { Room = room, ConnectorId = "clear-connector" }, Cancellation);
        await store.UpdateAsync(added!, Cancellation);

        var disk = string.Concat(fixture.Server!.Files.Select(file => Encoding.Latin1.GetString(Read(file))));

        Assert.Contains("clear-connector", disk, StringComparison.Ordinal);
        foreach (var secret in (string[])["socket-secret", "client-token", "agent-token", "api-secret", "user-identity", "avatar.example"])
        {
            Assert.DoesNotContain(secret, disk, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rows_ThatCantBeRead_AreLeftOutLoggedAndKept()
    {
        var log = new Lines();
        var store = _place.OpenSessions(log);
        string[] ids = ["moved", "newer", "damaged", "odd-state", "good"];
        foreach (var (id, minute) in ids.Select((id, minute) => (id, minute)))
        {
            await store.AddAsync(Minimal(id, minute), Cancellation);
        }

        var box = await _place.AskAsync("HGET", _place.Key(":s:good"), "box");
        await _place.AskAsync("HSET", _place.Key(":s:moved"), "box", (RedisValue)box);
        await _place.AskAsync("HSET", _place.Key(":s:newer"), "schema", "2");
        await _place.AskAsync("HSET", _place.Key(":s:damaged"), "box", "12");
        await _place.AskAsync("HSET", _place.Key(":s:odd-state"), "state", "Dreaming");

        Assert.Equal(["good"], Ids(await store.ListUnfinishedAsync(1, Cancellation)));
        Assert.Equal(4, store.Unreadable);
        Assert.Equal(ids[..4], log.Written.Select(line => line.Split(' ')[1]));
        Assert.Null(await store.FindAsync("newer", Cancellation));
        Assert.Null(await store.UpdateAsync(Minimal("newer") with { Version = 1 }, Cancellation));
        Assert.Null(await store.AddAsync(Minimal("damaged"), Cancellation));
    }

    [Fact]
    public async Task Lists_OfMoreThanOneAnswer_GoThroughThemAll()
    {
        var store = _place.OpenSessions();
        await Task.WhenAll(Enumerable.Range(0, 1_200).Select(number => store.AddAsync(
            Minimal($"s-{number:0000}") with { State = number is 3 or 1_150 ? SessionState.Live : SessionState.Ended, EndedAt = Start },
            Cancellation)));
        var live = new SessionQuery("tenant-1") { States = [SessionState.Live], Limit = 5 };

        Assert.Equal(["s-1150", "s-0003"], Ids(await store.ListAsync(live, Cancellation)));
        Assert.Equal(["s-0003", "s-1150"], Ids(await store.ListAsync(live with { Descending = false }, Cancellation)));
        Assert.Equal(["s-0003"], Ids(await store.ListAsync(live with { After = "s-1150", Limit = 1 }, Cancellation)));
        Assert.Equal(1_198, await store.RemoveEndedAsync("tenant-1", Start.AddTicks(1), Cancellation));
        Assert.Equal(["s-0003", "s-1150"], Ids(await store.ListUnfinishedAsync(10, Cancellation)));
    }

    [Fact]
    public async Task RemoveAll_OfATenant_LeavesNoKeyOfIt()
    {
        var store = _place.OpenSessions();
        await store.AddAsync(Minimal("s-1"), Cancellation);
        await store.AddAsync(Minimal("s-2") with { State = SessionState.Ended, StopRequired = true }, Cancellation);

        Assert.Equal(2, await store.RemoveAllAsync("tenant-1", Cancellation));

        Assert.DoesNotContain(await _place.KeysAsync(), key => key.Contains("}:s", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult<ISessionStore>(_place.OpenSessions());

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private sealed class Lines : ILogger<RedisSessionStore>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, e));
    }
}
