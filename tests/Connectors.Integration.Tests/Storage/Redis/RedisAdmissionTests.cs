using Connectors.Core.Sessions.Admission;
using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;
using Connectors.Storage.Redis;
using Connectors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed partial class RedisAdmissionTests(RedisFixture fixture) : AdmissionContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly RedisPlace _place = fixture.Open();
    private readonly FakeTime _time = new();
    private int _ids;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override ConnectorsTelemetry Telemetry { get; } = new();

    protected override int Steps => 1_500;

    [Fact]
    public async Task Admit_AHundredAtOnceOnTwoNodesForTenSlots_ExactlyTenComeIn()
    {
        IAdmission[] nodes = [Node(), Node()];
        using var start = new Barrier(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Cancellation);
                return nodes[number % 2].AdmitAsync(Request("t", atOnce: 10), Cancellation);
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Equal(10, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(RefusalKind.QuotaReached, answer.Refusal!.Kind));
        Assert.Equal(10, nodes.Sum(node => node.Figures.Sessions));
    }

    [Fact]
    public async Task Admit_OnAnotherNode_CountsWhatAllHaveTaken()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", "a", 1, id: "same", perMinute: 2));

        Assert.Equal(RefusalKind.Conflict, await RefusedAsync(two, Request("t", id: "same")));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(two, Request("t", "a", 1)));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(two, Request("t", atOnce: 1)));
        await TakeAsync(two, Request("t", perMinute: 2));
        Assert.Equal(RefusalKind.RateReached, await RefusedAsync(one, Request("t", perMinute: 2)));
    }

    [Fact]
    public async Task Admit_PlaceFreedOnAnotherNode_ServesWhoWaitsHere()
    {
        var (one, two) = (Node(), Node());
        var inside = await TakeAsync(one, Request("t", "a", 1));
        var waiting = two.AdmitAsync(Request("t", "a", 1, wait: 30), Cancellation);
        await Eventually.HoldsAsync(() => Task.FromResult(two.Figures.Waiting == 1));
        inside.Dispose();
        await one.FlushAsync(Cancellation);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.True((await waiting).IsDone);
    }

    [Fact]
    public async Task Places_OfANodeThatDied_AreFreedWithTheirLeaseAndOthersAreNot()
    {
        var (dead, alive) = (Node(), Node());
        await TakeAsync(dead, Request("t", "a", 1, atOnce: 2));
        await TakeAsync(alive, Request("t", atOnce: 2));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(alive, Request("t", atOnce: 2)));

        await LeasesPassAsync(0.6);
        await alive.RenewAsync(Cancellation);
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(alive, Request("t", atOnce: 2)));
        await LeasesPassAsync(0.6);

        await TakeAsync(alive, Request("t", "a", 1, atOnce: 2));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(alive, Request("t", atOnce: 2)));
    }

    [Fact]
    public async Task Places_LeaseOutWhileTheNodeLived_AreTakenAgain()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", atOnce: 1));
        await LeasesPassAsync(2);
        await one.RenewAsync(Cancellation);

        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(two, Request("t", atOnce: 1)));
    }

    [Fact]
    public async Task Places_OfASessionThatWentToAnotherNode_StayTheOthers()
    {
        var (one, two) = (Node(), Node());
        var lost = await TakeAsync(one, Request("t", id: "same"));
        await LeasesPassAsync(2);
        await TakeAsync(two, Request("t", id: "same"));
        await one.RenewAsync(Cancellation);
        lost.Dispose();
        await one.FlushAsync(Cancellation);

        Assert.Equal(RefusalKind.Conflict, await RefusedAsync(one, Request("t", id: "same")));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(one, Request("t", atOnce: 1)));
    }

    [Fact]
    public async Task Admit_RedisAway_IsRefusedAsFullAndTakesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = TimeSpan.FromSeconds(1) });
        var node = Node(place);
        var inside = await TakeAsync(node, Request("t"));
        await server.KillAsync();

        Assert.Equal(RefusalKind.CapacityReached, await RefusedAsync(node, Request("t")));
        Assert.Equal(1, node.Figures.Sessions);
        await node.RenewAsync(Cancellation);
        await server.StartAgainAsync();
        await Eventually.HoldsAsync(async () => (await node.AdmitAsync(Request("t", atOnce: 2), Cancellation)).IsDone);
        inside.Dispose();
        await TakeAsync(node, Request("t", atOnce: 2));
    }

    public ValueTask DisposeAsync()
    {
        Telemetry.Dispose();
        return _place.DisposeAsync();
    }

    protected override Task<IAdmission> OpenAsync(int capacity) => Task.FromResult<IAdmission>(Node(capacity: capacity));

    // The server's clock can't be turned: what it has noted is made older.
    protected override async Task LetPassAsync(TimeSpan time)
    {
        _time.Advance(time);
        if (time >= TimeSpan.FromSeconds(1))
        {
            await AgeAsync(":qm:", time);
        }
    }

    private SharedAdmission Node(RedisPlace? place = null, int capacity = 1_000)
    {
        place ??= _place;
        return new(new RedisQuotas(place.Connect(), place.Options), capacity, _time, Telemetry, NullLogger<SharedAdmission>.Instance);
    }

    private async Task LeasesPassAsync(double leases)
    {
        var time = _place.Options.PlaceLease * leases;
        await AgeAsync(":qs:", time);
        await AgeAsync(":qc:", time);
        foreach (var key in (await _place.KeysAsync()).Where(key => key.Contains(":qp:", StringComparison.Ordinal)))
        {
            var left = (long)await _place.AskAsync("PTTL", key) - (long)time.TotalMilliseconds;
            await _place.AskAsync("PEXPIRE", key, left);
        }
    }

    private async Task AgeAsync(string kind, TimeSpan time)
    {
        foreach (var key in (await _place.KeysAsync()).Where(key => key.Contains(kind, StringComparison.Ordinal)))
        {
            foreach (var member in RedisAnswers.Values(await _place.AskAsync("ZRANGE", key, 0, -1)))
            {
                await _place.AskAsync("ZINCRBY", key, -(long)time.TotalMilliseconds, RedisAnswers.Text(member));
            }
        }
    }
}
