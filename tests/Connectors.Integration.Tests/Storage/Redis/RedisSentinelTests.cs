namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>A replica that Sentinel makes the primary is found by whoever was given the addresses of all servers.</summary>
public sealed class RedisSentinelTests
{
    private const int Before = 20;

    [Fact(Timeout = 240_000)]
    public async Task Primary_ThatIsKilled_IsFollowedByWhichSentinelChooses_WithEverythingThatWasAcknowledged()
    {
        await using var group = await RedisGroup.StartAsync(replicas: 2);
        await using var sentinel = await RedisSentinel.StartAsync(group.Primary, replicas: 2);
        var place = group.Place(group.Primary.Options with
        {
            Address = string.Join(',', group.Replicas.Prepend(group.Primary).Select(server => $"127.0.0.1:{server.Port}")),
            Replicas = 1,
            CallLimit = TimeSpan.FromSeconds(3),
        });
        var (ledger, store) = (new StoreLedger(), place.OpenRecords());
        var writing = ledger.BatchesAsync(store);
        await Eventually.HoldsAsync(() => Task.FromResult(ledger.Acknowledged >= Before));

        await group.Primary.KillAsync();
        var begin = TimeProvider.System.GetTimestamp();
        await writing;
        var chosen = await sentinel.Switched.WaitAsync(TestContext.Current.CancellationToken);
        var chosenAfter = TimeProvider.System.GetElapsedTime(begin);
        await Eventually.HoldsAsync(() => ledger.BatchAsync(store));
        var writesAfter = TimeProvider.System.GetElapsedTime(begin);

        var promoted = Assert.Single(group.Replicas, replica => replica.Port == chosen);
        var found = await ledger.FindAsync(group.PlaceOn(promoted, place), place);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Sentinel chose {chosenAfter.TotalSeconds:0.0} s after the kill, the same store wrote again after "
            + $"{writesAfter.TotalSeconds:0.0} s; {ledger.Acknowledged} batches acknowledged, {found.Lost} lost");
        Assert.Equal((0, 0), (found.Lost, found.Older));
    }
}
