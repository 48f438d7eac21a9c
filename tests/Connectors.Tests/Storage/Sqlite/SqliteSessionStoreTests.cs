using System.Text;
using Connectors.Core.Sessions;
using Connectors.Storage;
using Connectors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Tests.Storage.Sqlite;

public sealed class SqliteSessionStoreTests : SessionStoreContract, IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    [Fact]
    public async Task Open_Again_HasEverything()
    {
        await _database.Open().AddAsync(Full("s-1"), Cancellation);
        await _database.CloseAsync();

        AssertSame(Full("s-1") with { Version = 1 }, await _database.Open().FindAsync("s-1", Cancellation));
    }

    [Fact]
    public async Task Update_ByTwoProcesses_LosesNoChange()
    {
        var one = _database.Open();
        var two = _database.Open();
        var record = await one.AddAsync(Minimal("s-1"), Cancellation);
        for (var i = 0; i < 20; i++)
        {
            var results = await Task.WhenAll(one.UpdateAsync(record!, Cancellation), two.UpdateAsync(record!, Cancellation));
            record = Assert.Single(results, result => result is not null);
        }

        Assert.Equal(21, record?.Version);
    }

    [Fact]
    public async Task Files_HoldNoSecretAndNoIdentity()
    {
        var store = _database.Open();
        var secrets = new[]
        {
            "socket-secret", "client-token", "agent-token", "avatar-token", "agora-token", "api-key-secret", "api-secret", "user-identity",
            "avatar.example",
        };
        var room = new RoomSource.OwnLiveKitRoom(new Uri("wss://livekit.example"), "room-1", "api-key", "api-secret");
        var added = await store.AddAsync(Full("s-1") with { Room = room }, Cancellation);
        await store.UpdateAsync(added!, Cancellation);

        // The log file is there as long as the database is open.
        Assert.Contains(_database.Files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in _database.Files)
        {
            var content = Encoding.Latin1.GetString(Read(file));
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Files_BelongToTheirOwnerOnly()
    {
        await _database.Open().AddAsync(Minimal("s-1"), Cancellation);

        Assert.Equal(4, _database.Files.Count());
        Assert.All(_database.Files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
    }

    [Fact]
    public async Task Rows_ThatCantBeRead_AreLeftOutLoggedAndKept()
    {
        var log = new CapturedLog();
        var store = _database.Open(log);
        string[] ids = ["moved", "newer", "damaged", "odd-state", "good"];
        foreach (var (id, minute) in ids.Select((id, minute) => (id, minute)))
        {
            await store.AddAsync(Minimal(id, minute), Cancellation);
        }

        _database.Execute("UPDATE session SET box = (SELECT box FROM session WHERE id = 'good') WHERE id = 'moved'");
        _database.Execute("UPDATE session SET schema = schema + 1 WHERE id = 'newer'");
        _database.Execute("UPDATE session SET box = x'0102' WHERE id = 'damaged'");
        _database.Execute("UPDATE session SET state = 'Dreaming' WHERE id = 'odd-state'");

        Assert.Equal(["good"], Ids(await store.ListUnfinishedAsync(1, Cancellation)));
        Assert.Equal(4, store.Unreadable);
        Assert.Equal(ids[..4], log.Lines.Select(line => line.Split('\'')[0].Split(' ')[1]));
        Assert.Null(await store.FindAsync("newer", Cancellation));
        Assert.Null(await store.UpdateAsync(Minimal("newer") with { Version = 1 }, Cancellation));
        Assert.Null(await store.AddAsync(Minimal("damaged"), Cancellation));
    }

    [Fact]
    public async Task Rows_OfTheFarPastAndFuture_AreRead()
    {
        var store = _database.Open();
        await store.AddAsync(Minimal("s-1"), Cancellation);
        _database.Execute("UPDATE session SET created_at = -5, updated_at = 9223372036854775807");

        var record = await store.FindAsync("s-1", Cancellation);

        Assert.Equal((DateTimeOffset.MinValue, DateTimeOffset.MaxValue), (record?.CreatedAt, record?.UpdatedAt));
    }

    [Fact]
    public async Task Open_WithAnotherKey_LeavesTheRowsOut()
    {
        await _database.Open().AddAsync(Full("s-1"), Cancellation);
        await _database.CloseAsync();
        File.Delete(_database.Options.KeyRingPath);

        Assert.Null(await _database.Open().FindAsync("s-1", Cancellation));
    }

    [Fact]
    public async Task Open_DatabaseOfANewerProgram_IsRefused()
    {
        _database.Open();
        await _database.CloseAsync();
        _database.Execute("PRAGMA user_version = 99");

        var refused = Assert.Throws<InvalidDataException>(() => _database.Open());

        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_WhileCallsWait_EndsThemAll()
    {
        var store = _database.Open();
        var calls = Enumerable.Range(0, 50).Select(number => store.AddAsync(Minimal($"s-{number}"), Cancellation)).ToList();
        await _database.CloseAsync();

        var acknowledged = 0;
        foreach (var call in calls)
        {
            acknowledged += await Record.ExceptionAsync(() => call) is null ? 1 : 0;
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync("s-0", Cancellation));
        Assert.Equal(acknowledged, (await _database.Open().ListUnfinishedAsync(100, Cancellation)).Count);
    }

    [Fact]
    public async Task AddSqliteStorage_OpensItWhenAskedFor()
    {
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(_database.Options).BuildServiceProvider();
        var store = services.GetRequiredService<ISessionStore>();

        Assert.NotNull(await store.AddAsync(Full("s-1"), Cancellation));
        Assert.Equal(4, _database.Files.Count());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult<ISessionStore>(_database.Open());

    // Windows has no such modes, and gets none.
    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(path);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private sealed class CapturedLog : ILogger<Connectors.Storage.Sqlite.SqliteSessionStore>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, e));
    }
}
