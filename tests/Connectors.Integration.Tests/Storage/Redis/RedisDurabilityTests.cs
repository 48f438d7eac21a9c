using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Connectors.Integration.Tests.Sessions;
using Connectors.Storage.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisDurabilityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("appendonly is not yes", "--appendonly", "no")]
    [InlineData("appendfsync is not always", "--appendfsync", "everysec")]
    [InlineData("maxmemory-policy is not noeviction", "--maxmemory-policy", "allkeys-lru")]
    [InlineData("CONFIG GET is not allowed", "--rename-command", "CONFIG", "")]
    public async Task Open_ServerThatWouldLoseSomething_IsRefusedOrToldOf(string problem, params string[] settings)
    {
        await using var server = await RedisServer.StartAsync(settings);
        await using var strict = new RedisPlace(server.Options);
        await using var lenient = new RedisPlace(server.Options with { Checks = RedisChecks.Warn });
        using var log = new LogCapture();

        var refused = Assert.Throws<InvalidDataException>(() => strict.Connect());
        lenient.Connect(Logger(log));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, string.Concat(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_EverythingWrong_IsToldAtOnce()
    {
        await using var server = await RedisServer.StartAsync(
            "--appendonly", "no", "--appendfsync", "no", "--maxmemory-policy", "volatile-ttl");
        await using var place = new RedisPlace(server.Options with { Replicas = 1 });

        var refused = Assert.Throws<InvalidDataException>(() => place.Connect());

        Assert.All(
            ["appendonly", "appendfsync", "maxmemory-policy", "min-replicas-to-write"],
            name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restored_WithOtherSettings_IsToldOf()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options);
        using var log = new LogCapture();
        var store = new RedisRecordStore(place.Connect(Logger(log)));
        Assert.DoesNotContain("may lose", string.Concat(log.Lines), StringComparison.Ordinal);
        await place.AskAsync("CONFIG", "SET", "appendfsync", "everysec");
        await place.AskAsync("CLIENT", "KILL", "TYPE", "normal");

        await Eventually.HoldsAsync(() => Task.FromResult(
            string.Concat(log.Lines).Contains("appendfsync is not always", StringComparison.Ordinal)));
        Assert.Null(await store.FindAsync(new("kind", "tenant", "id"), Cancellation));
    }

    // It is told by threads that carry conversations: one that waits is a pause in what somebody hears.
    [Fact]
    [SuppressMessage("Reliability", "CA2025", Justification = "It is awaited before the connection is closed.")]
    public async Task LookAgain_ServerThatStandsStill_HoldsUpNoThread()
    {
        await using var server = await RedisServer.StartAsync();
        using var log = new LogCapture();
        var durability = new RedisDurability(server.Options, TimeProvider.System, Logger(log));
        var connection = await ConnectionMultiplexer.ConnectAsync(RedisSetup.Of(server.Options));

        await server.StandStillAsync();
        var look = durability.LookAgainAsync(connection);
        Assert.False(look.IsCompleted);

        await server.GoOnAsync();
        await look;
        RedisSetup.Close(connection);
    }

    [Fact]
    public async Task Promoted_WithOtherSettings_IsToldOf()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        await RedisGroup.ConfigureAsync(group.Replicas[0], "appendfsync", "everysec");
        var place = group.Place(group.Primary.Options with
        {
            Address = $"127.0.0.1:{group.Primary.Port},127.0.0.1:{group.Replicas[0].Port}",
        });
        using var log = new LogCapture();
        place.Connect(Logger(log));
        Assert.DoesNotContain("may lose", string.Concat(log.Lines), StringComparison.Ordinal);
        await group.Primary.KillAsync();
        await RedisGroup.PromoteAsync(group.Replicas[0]);

        await Eventually.HoldsAsync(() => Task.FromResult(
            string.Concat(log.Lines).Contains("appendfsync is not always", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Write_WithAReplica_IsThereWhenAcknowledgedAndRefusedWithoutIt()
    {
        await using var master = await RedisServer.StartAsync("--min-replicas-to-write", "1", "--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{master.Port}");
        var options = master.Options with
        {
            Replicas = 1,
            CallLimit = TimeSpan.FromSeconds(3),
            ReplicaLimit = TimeSpan.FromSeconds(0.5),
        };
        await using var place = new RedisPlace(options);
        await using var behind = new RedisPlace(options with { Address = $"127.0.0.1:{replica.Port}" });
        var store = place.OpenRecords();
        await Eventually.HoldsAsync(() => IsWrittenAsync(store, "first"));

        for (var number = 0; number < 100; number++)
        {
            Assert.True(await IsWrittenAsync(store, $"{number}"));
            Assert.Equal(1, (int)await behind.AskAsync("EXISTS", behind.Key($":r:tenant\0kind\0{number}")));
        }

        await replica.StandStillAsync();
        var unconfirmed = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync([New("unconfirmed")], Cancellation));
        Assert.Contains("0 of 1 replicas", unconfirmed.Message, StringComparison.Ordinal);
        await replica.KillAsync();
        await Eventually.HoldsAsync(async () => await RefusalAsync(store) == "Redis refused: NOREPLICAS.");
        Assert.NotNull(await store.FindAsync(new("kind", "tenant", "first"), Cancellation));

        await replica.StartAgainAsync();
        await Eventually.HoldsAsync(() => IsWrittenAsync(store, "again"));
    }

    private static async Task<string?> RefusalAsync(RedisRecordStore store) =>
        (await Record.ExceptionAsync(() => store.WriteAsync([New("refused")], Cancellation)))?.Message;

    private static async Task<bool> IsWrittenAsync(RedisRecordStore store, string id)
    {
        try
        {
            await store.WriteAsync([New(id)], Cancellation);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static ILogger<RedisConnection> Logger(LogCapture log) =>
        LoggerFactory.Create(builder => builder.AddProvider(log)).CreateLogger<RedisConnection>();

    private static RecordWrite.Add New(string id) => new(new StoredRecord { Key = new("kind", "tenant", id), Body = new byte[] { 1 } });
}
