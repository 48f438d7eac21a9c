using System.Globalization;
using Connectors.Core.Sessions.Fencing;
using Connectors.Storage.Redis;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisFenceTests(RedisFixture fixture) : SessionFenceContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly RedisPlace _place = fixture.Open();

    [Fact]
    public async Task Take_ByTwoNodesAtOnce_OneHasIt()
    {
        ISessionFence[] fences = [await OpenAsync(), await OpenAsync()];
        for (var number = 0; number < 50; number++)
        {
            var holds = await Task.WhenAll(fences.Select((fence, node) => fence.TakeAsync($"{number}", $"node-{node}", 0, Cancellation)));
            Assert.Single(holds, hold => hold is not null);
        }
    }

    [Fact]
    public async Task Take_AfterARealLease_Succeeds()
    {
        var fence = new RedisFence(_place.Connect(), _place.Options with { FenceLease = TimeSpan.FromSeconds(1) });
        var begin = TimeProvider.System.GetTimestamp();
        await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 1, Cancellation));

        await Eventually.HoldsAsync(async () => await fence.TakeAsync("s-1", "node-2", 1, Cancellation) is not null);

        Assert.True(TimeProvider.System.GetElapsedTime(begin) >= TimeSpan.FromSeconds(0.99));
    }

    [Fact]
    public async Task Epoch_ServerKilled_GoesOnWhereItWas()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = TimeSpan.FromSeconds(1) });
        var fence = new RedisFence(place.Connect(), place.Options);
        var hold = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await server.KillAsync();
        await server.StartAgainAsync();

        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(() => fence.FindAsync("s-1", Cancellation)) is null);
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 0, Cancellation));
        Assert.True(await fence.RenewAsync(hold!, Cancellation));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    protected override Task<ISessionFence> OpenAsync() =>
        Task.FromResult<ISessionFence>(new RedisFence(_place.Connect(), _place.Options with { FenceLease = TimeSpan.FromSeconds(40) }));

    // The server's clock can't be turned: the end of the lease is.
    protected override async Task LetPassAsync(string sessionId, TimeSpan time)
    {
        var until = (long)await _place.AskAsync("HGET", _place.Key($":f:{sessionId}"), "u");
        var turned = (until - (long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await _place.AskAsync("HSET", _place.Key($":f:{sessionId}"), "u", turned);
    }
}
