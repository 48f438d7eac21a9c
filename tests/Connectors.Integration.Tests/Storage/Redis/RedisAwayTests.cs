using Connectors.Core.Records;
using Connectors.Storage.Redis;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisAwayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task EveryCall_ServerStandsStill_FailsWithinItsLimitAndWorksAfterwards()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = Limit, CallsAtOnce = 100 });
        var store = place.OpenRecords();
        var sessions = place.OpenSessions();
        await store.WriteAsync([New("before")], Cancellation);
        await server.StandStillAsync();

        // More than may be on the way at once: these wait no longer than the others.
        var begin = TimeProvider.System.GetTimestamp();
        var calls = Enumerable.Range(0, 300).Select(number => (Task)store.WriteAsync([New($"{number}")], Cancellation))
            .Append(store.FindAsync(New("before").Key, Cancellation))
            .Append(store.ListAsync(new("kind", "tenant"), Cancellation))
            .Append(sessions.ListUnfinishedAsync(10, Cancellation)).ToList();
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => call);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(begin), Limit * 0.9, Limit * 10);
        await server.GoOnAsync();
        await Eventually.HoldsAsync(() => IsThereAsync(store, "before"));

        // Nothing is left that waits for a place.
        await Task.WhenAll(Enumerable.Range(1_000, 300).Select(number => store.WriteAsync([New($"{number}")], Cancellation)));
        Assert.Empty(await sessions.ListUnfinishedAsync(10, Cancellation));
    }

    [Fact(Timeout = 120_000)]
    public async Task EveryCall_PacketsVanish_FailsWithinItsLimitAndWorksOverANewConnection()
    {
        await using var server = await RedisServer.StartAsync();
        await using var relay = new TcpRelay(new Uri($"tcp://127.0.0.1:{server.Port}"));
        var address = relay.Of(new Uri("tcp://127.0.0.1"));
        await using var place = new RedisPlace(server.Options with { Address = address.Authority, CallLimit = Limit, CallsAtOnce = 10 });
        var store = place.OpenRecords();
        await store.WriteAsync([New("before")], Cancellation);

        relay.Freeze();

        Assert.IsType<StoreUnavailableException>(await FaultAsync(store));
        await Eventually.HoldsAsync(() => IsThereAsync(store, "before"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => store.WriteAsync([New($"{number}")], Cancellation)));
    }

    [Fact(Timeout = 120_000)]
    public async Task EveryCall_ServerIsRestarted_FailsClearlyAndWorksAfterwards()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = Limit });
        var store = place.OpenRecords();
        await store.WriteAsync([New("before")], Cancellation);
        await server.KillAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.IsType<StoreUnavailableException>(await FaultAsync(store));
        }

        await server.StartAgainAsync();

        await Eventually.HoldsAsync(() => IsThereAsync(store, "before"));
        Assert.Null(await store.WriteAsync([New("after")], Cancellation));
    }

    [Fact(Timeout = 240_000)]
    public async Task Store_ServerKilledInTheMiddleOfWrites_HasEverythingThatWasAcknowledgedAndNoBatchByHalves()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = Limit });
        var store = place.OpenRecords();
        HashSet<string> acknowledged = [];
        for (var round = 0; round < 4; round++)
        {
            await WriteUntilKilledAsync(server, store, 50 + (round * 100), acknowledged);
            await server.StartAgainAsync();
            await Eventually.HoldsAsync(async () => await FaultAsync(store) is null);
            var parts = await PartsAsync(store);
            Assert.Empty(acknowledged.Except(parts.Keys));
            Assert.All(parts.Values, count => Assert.Equal(3, count));
        }

        Assert.True(acknowledged.Count > 400);
    }

    [Fact]
    public async Task Open_NoServerThere_SaysSoInTime()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var place = new RedisPlace(server.Options with { ConnectLimit = TimeSpan.FromSeconds(1) });

        var away = Assert.Throws<StoreUnavailableException>(() => place.Connect());

        Assert.Contains($"127.0.0.1:{server.Port}", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithAPassword_NeedsTheRightOneAndNeverTellsIt()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "right-password");
        await using var right = new RedisPlace(server.Options with { Password = "right-password" });
        await using var wrong = new RedisPlace(right.Options with { Password = "wrong-password", ConnectLimit = TimeSpan.FromSeconds(2) });
        await using var none = new RedisPlace(wrong.Options with { Password = null });

        Assert.Null(await right.OpenRecords().WriteAsync([New("a")], Cancellation));
        var refused = Assert.Throws<StoreUnavailableException>(() => wrong.Connect());
        Assert.Throws<StoreUnavailableException>(() => none.Connect());

        Assert.DoesNotContain("password", $"{refused}{right.Options}", StringComparison.Ordinal);
    }

    private static async Task WriteUntilKilledAsync(RedisServer server, RedisRecordStore store, int writes, HashSet<string> acknowledged)
    {
        var told = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, 8).Select(async _ =>
        {
            // Bounded, should nobody kill it.
            for (var number = 0; number < 5_000; number++)
            {
                var id = $"{Guid.NewGuid():N}";
                try
                {
                    RecordWrite[] batch = [.. Enumerable.Range(0, 3).Select(part => New($"{id}-{part}", tag: id))];
                    await store.WriteAsync(batch, Cancellation);
                }
                catch (StoreUnavailableException)
                {
                    return;
                }

                lock (acknowledged)
                {
                    acknowledged.Add(id);
                }

                if (Interlocked.Increment(ref told) == writes)
                {
                    enough.SetResult();
                }
            }
        }).ToList();
        await enough.Task.WaitAsync(Cancellation);
        await server.KillAsync();
        await Task.WhenAll(writers);
    }

    private static async Task<Dictionary<string, int>> PartsAsync(RedisRecordStore store)
    {
        Dictionary<string, int> parts = [];
        var query = new RecordQuery("kind", "tenant") { Limit = 1_000 };
        while (await store.ListAsync(query, Cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                parts[record.Tag!] = parts.GetValueOrDefault(record.Tag!) + 1;
            }

            query = query with { After = page[^1].Key.Id };
        }

        return parts;
    }

    private static async Task<Exception?> FaultAsync(RedisRecordStore store) =>
        await Record.ExceptionAsync(() => store.FindAsync(New("before").Key, Cancellation));

    private static async Task<bool> IsThereAsync(RedisRecordStore store, string id)
    {
        try
        {
            return await store.FindAsync(New(id).Key, Cancellation) is not null;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static RecordWrite.Add New(string id, string? tag = null) =>
        new(new StoredRecord { Key = new("kind", "tenant", id), Tag = tag, Body = new byte[500] });
}
