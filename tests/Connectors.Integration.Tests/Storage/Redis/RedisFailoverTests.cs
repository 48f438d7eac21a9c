using Connectors.Core.Records;
using Connectors.Core.Sessions.Fencing;
using Connectors.Storage.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>What a replica lacks when it becomes primary. Each prints what docs/05-storage-and-secrets.md has a table of.</summary>
public sealed class RedisFailoverTests
{
    private const int Before = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Promoted_PrimaryKilledInTheMiddleOfWrites_HasEverythingThatWasAcknowledged()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 2);
        var addresses = string.Join(',', group.Replicas.Prepend(group.Primary).Select(server => $"127.0.0.1:{server.Port}"));
        var place = group.Place(Options(group, waitsFor: 1) with
        {
            Address = addresses,
            ReplicaLimit = TimeSpan.FromSeconds(5),
        });
        var ledger = new StoreLedger();
        var store = await WriteUntilKilledAsync(group.Primary, place, ledger);
        var (first, second) = (await RedisGroup.OffsetAsync(group.Replicas[0]), await RedisGroup.OffsetAsync(group.Replicas[1]));
        var (promoted, other) = first >= second ? (group.Replicas[0], group.Replicas[1]) : (group.Replicas[1], group.Replicas[0]);
        await RedisGroup.PromoteAsync(promoted);
        var begin = TimeProvider.System.GetTimestamp();
        await RedisGroup.FollowAsync(other, promoted);

        var found = await ledger.FindAsync(group.PlaceOn(promoted, place), place);

        Print("killed while replicas keep up, WAIT 1", ledger, found);
        Assert.Equal((0, 0), (found.Lost, found.Older));
        await Eventually.HoldsAsync(() => ledger.BatchAsync(store));
        Print($"The same store writes again {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0.0} s after the promotion.");
        var alone = group.Place(place.Options with { Address = $"127.0.0.1:{promoted.Port}" });
        await ledger.AssertEpochsGoOnAsync(new(alone.Connect(), alone.Options));
    }

    [Fact(Timeout = 240_000)]
    public async Task Promoted_PrimaryKilledInTheMiddleOfWritesThatWaitForNobody_TellsWhatItLacks()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        var place = group.Place(Options(group, waitsFor: 0));
        var ledger = new StoreLedger();
        await WriteUntilKilledAsync(group.Primary, place, ledger);
        await RedisGroup.PromoteAsync(group.Replicas[0]);

        var found = await ledger.FindAsync(group.PlaceOn(group.Replicas[0], place), place);

        Print("killed while the replica keeps up, no WAIT", ledger, found);
        Assert.InRange(found.Lost, 0, ledger.Acknowledged);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    public async Task Promoted_CutOffFromWritesThatWaitForNobody_LacksAllOfThem(string needed, bool isBounded)
    {
        await using var group = await RedisGroup.StartAsync(1, "--min-replicas-to-write", needed, "--min-replicas-max-lag", "1");
        var place = group.Place(Options(group, waitsFor: 0));
        var store = place.OpenRecords();
        var ledger = new StoreLedger();
        await WriteBeforeAsync(ledger, store);
        group.Cut(0);
        var begin = TimeProvider.System.GetTimestamp();
        while (await ledger.BatchAsync(store) && (isBounded || TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(1)))
        {
        }

        var window = TimeProvider.System.GetElapsedTime(begin);
        Assert.Equal(isBounded, ledger.Refusals is [.., "Redis refused: NOREPLICAS."]);
        await group.Primary.KillAsync();
        await RedisGroup.PromoteAsync(group.Replicas[0]);
        var found = await ledger.FindAsync(group.PlaceOn(group.Replicas[0], place), place);
        Print($"replica cut off {window.TotalSeconds:0.0} s before, no WAIT, min-replicas-to-write {needed}, lag 1 s", ledger, found);

        // What came last before the cut may have been on the way.
        Assert.InRange(found.Lost, ledger.Acknowledged - Before, ledger.Acknowledged);
        Assert.True(isBounded || found.Lost > 0);
    }

    [Fact(Timeout = 240_000)]
    public async Task Write_ReplicaCutOffOrStandingStill_IsNotAcknowledgedAndMayBeLost()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        var place = group.Place(Options(group, waitsFor: 1));
        var (store, fence) = (place.OpenRecords(), OpenFence(group, place));
        var ledger = new StoreLedger();
        await WriteBeforeAsync(ledger, store);
        var hold = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await fence.ReleaseAsync(hold!, Cancellation);

        await group.Replicas[0].StandStillAsync();
        Assert.DoesNotContain(true, await WriteAtOnceAsync(ledger, store));
        group.Cut(0);
        await group.Replicas[0].GoOnAsync();
        Assert.DoesNotContain(true, await WriteAtOnceAsync(ledger, store));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => fence.TakeAsync("s-1", "node-2", 1, Cancellation));

        await group.Primary.KillAsync();
        await RedisGroup.PromoteAsync(group.Replicas[0]);
        await RedisGroup.ConfigureAsync(group.Replicas[0], "min-replicas-to-write", "0");
        var there = group.PlaceOn(group.Replicas[0], place);
        var found = await ledger.FindAsync(there, place);
        Print("replica stopped, then cut off before, WAIT 1", ledger, found);
        Assert.Equal(0, found.Lost);
        Assert.Equal(Before, ledger.Acknowledged);
        var after = await new RedisFence(there.Connect(), there.Options).TakeAsync("s-1", "node-3", 1, Cancellation);
        Assert.Equal(2, after?.Epoch);
    }

    [Fact(Timeout = 240_000)]
    public async Task Write_OnAPrimaryThatDoesNotKnowOfItsSuccessor_IsNotAcknowledged()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        var place = group.Place(Options(group, waitsFor: 1));
        var (store, fence) = (place.OpenRecords(), OpenFence(group, place));
        var ledger = new StoreLedger();
        await WriteBeforeAsync(ledger, store);
        var hold = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);

        group.Cut(0);
        await RedisGroup.PromoteAsync(group.Replicas[0]);
        await RedisGroup.ConfigureAsync(group.Replicas[0], "min-replicas-to-write", "0");
        var there = group.PlaceOn(group.Replicas[0], place);
        var successor = new RedisFence(there.Connect(), there.Options);
        FenceHold? second = null;
        await Eventually.HoldsAsync(async () => (second = await successor.TakeAsync("s-1", "node-2", 1, Cancellation)) is not null);

        Assert.Equal(2, second!.Epoch);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => fence.RenewAsync(hold!, Cancellation));
        Assert.DoesNotContain(true, await WriteAtOnceAsync(ledger, store));
        var found = await ledger.FindAsync(there, place);
        Print("clients still on the old primary after the promotion, WAIT 1", ledger, found);
        Assert.Equal(0, found.Lost);

        // Only WAIT does it: the old primary takes writes for as long as it thinks that it has a replica.
        var trusting = place.Options with { Replicas = 0 };
        Assert.True(await ledger.BatchAsync(group.Place(trusting).OpenRecords()));
        Assert.Equal(1, (await ledger.FindAsync(group.PlaceOn(group.Replicas[0], place), place)).Lost);
    }

    [Fact(Timeout = 240_000)]
    public async Task Promoted_TheReplicaThatWasBehind_LacksWhatOnlyTheOtherHas()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 2);
        var place = group.Place(Options(group, waitsFor: 1));
        var store = place.OpenRecords();
        var ledger = new StoreLedger();
        group.Cut(0);
        await WriteBeforeAsync(ledger, store);
        var both = Options(group, waitsFor: 2) with { KeyPrefix = place.Options.KeyPrefix, Checks = RedisChecks.Warn };
        Assert.False(await ledger.BatchAsync(group.Place(both).OpenRecords()));
        await group.Primary.KillAsync();
        Assert.True(await RedisGroup.OffsetAsync(group.Replicas[0]) < await RedisGroup.OffsetAsync(group.Replicas[1]));

        foreach (var (replica, lost) in group.Replicas.Zip([Before, 0]))
        {
            await RedisGroup.PromoteAsync(replica);
            var found = await ledger.FindAsync(group.PlaceOn(replica, place), place);
            Print(lost > 0 ? "WAIT 1 of 2, the one behind promoted" : "WAIT 1 of 2, the one with more promoted", ledger, found);
            Assert.Equal(lost, found.Lost);
        }
    }

    [Theory(Timeout = 240_000)]
    [InlineData("yes", 0)]
    [InlineData("no", Before)]
    public async Task Promoted_KilledTogetherWithThePrimary_HasWhatItsOwnFileHas(string appendonly, int lost)
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        await RedisGroup.ConfigureAsync(group.Replicas[0], "appendonly", appendonly);
        await KillBothAsync(group, $"killed together, replica's appendonly {appendonly}, WAIT 1", lost);
    }

    [Fact(Timeout = 240_000)]
    public async Task Promoted_KilledBeforeItsFileWasWholeAfterItWasFilledAnew_LacksWhatCameSince()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 1);
        var (replica, place) = (group.Replicas[0], group.Place(group.Primary.Options));
        await place.AskAsync("EVAL", "for n = 1, 200 do redis.call('SET', 'filler' .. n, n) end", 0);

        // Its first file takes ten seconds so: 50 ms a key.
        await RedisGroup.ConfigureAsync(replica, "rdb-key-save-delay", "50000");
        await RedisGroup.PromoteAsync(replica);
        await RedisGroup.FollowAsync(replica, group.Primary);

        await KillBothAsync(group, "killed together, replica's file not whole since it was filled anew, WAIT 1", Before);
    }

    private static async Task KillBothAsync(RedisGroup group, string what, int lost)
    {
        var place = group.Place(Options(group, waitsFor: 1));
        var ledger = new StoreLedger();
        await WriteBeforeAsync(ledger, place.OpenRecords());
        await Task.WhenAll(group.Primary.KillAsync(), group.Replicas[0].KillAsync());
        await group.Replicas[0].StartAgainAsync();
        await RedisGroup.PromoteAsync(group.Replicas[0]);

        var found = await ledger.FindAsync(group.PlaceOn(group.Replicas[0], place), place);

        Print(what, ledger, found);
        Assert.Equal(lost, found.Lost);
    }

    // Patient, and short of lease.
    private static RedisFence OpenFence(RedisGroup group, RedisPlace place)
    {
        var options = place.Options with { FenceLease = TimeSpan.FromSeconds(1), ReplicaLimit = TimeSpan.FromSeconds(1) };
        return new(group.Place(options).Connect(), options);
    }

    private static RedisStorageOptions Options(RedisGroup group, int waitsFor) => group.Primary.Options with
    {
        Replicas = waitsFor,
        ReplicaLimit = TimeSpan.FromSeconds(0.2),
        CallLimit = TimeSpan.FromSeconds(10),
    };

    private static async Task<RedisRecordStore> WriteUntilKilledAsync(RedisServer primary, RedisPlace place, StoreLedger ledger)
    {
        var (records, sessions) = (place.OpenRecords(), place.OpenSessions());
        var fence = new RedisFence(place.Connect(), place.Options);
        List<Task> writers =
        [
            .. Enumerable.Range(0, 8).Select(_ => ledger.BatchesAsync(records)), ledger.SessionAsync(sessions), ledger.EpochsAsync(fence),
        ];
        await Eventually.HoldsAsync(() => Task.FromResult(ledger.Told >= 500));
        Assert.DoesNotContain(writers, writer => writer.IsCompleted);
        await primary.KillAsync();
        await Task.WhenAll(writers);
        Assert.Equal(writers.Count, ledger.Refusals.Count);
        return records;
    }

    private static async Task WriteBeforeAsync(StoreLedger ledger, RedisRecordStore store)
    {
        while (ledger.Acknowledged < Before)
        {
            await ledger.BatchAsync(store);
        }
    }

    // Few: each holds up those behind it for as long as replicas may take.
    private static Task<bool[]> WriteAtOnceAsync(StoreLedger ledger, RedisRecordStore store) =>
        Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ledger.BatchAsync(store)));

    private static void Print(string what, StoreLedger ledger, LedgerFindings found) => Print(
        $"{what}: {ledger.Told} acknowledged, of them {found.Lost + found.Older} lost; {ledger.Refusals.Count} answered as unavailable, "
        + $"{found.Unknown} of these {ledger.Unknown} batches there all the same");

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
