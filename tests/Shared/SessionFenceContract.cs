using Connectors.Core.Sessions.Fencing;

namespace Connectors.Testing;

/// <summary>What every fence does; one class per fence runs it.</summary>
public abstract class SessionFenceContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_NobodyEverHad_IsTheFirstEpoch()
    {
        var fence = await OpenAsync();

        Assert.Null(await fence.FindAsync("s-1", Cancellation));
        Assert.Equal(new FenceHold("s-1", "node-1", 1), await fence.TakeAsync("s-1", "node-1", 0, Cancellation));
        Assert.NotNull(await fence.TakeAsync("s-2", "node-2", 0, Cancellation));

        var state = await fence.FindAsync("s-1", Cancellation);
        Assert.Equal(("node-1", 1), (state!.Holder, state.Epoch));
        Assert.InRange(state.Left, fence.Lease / 2, fence.Lease);
    }

    [Fact]
    public async Task Take_WhileSomebodyHolds_IsRefusedWhateverWasSeen()
    {
        var fence = await OpenAsync();
        await fence.TakeAsync("s-1", "node-1", 0, Cancellation);

        Assert.Null(await fence.TakeAsync("s-1", "node-2", 0, Cancellation));
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 1, Cancellation));
        Assert.Null(await fence.TakeAsync("s-1", "node-1", 1, Cancellation));
        Assert.Equal(("node-1", 1), await HolderAsync(fence));
    }

    [Fact]
    public async Task Take_LeaseIsOut_NeedsTheEpochThatWasSeen()
    {
        var fence = await OpenAsync();
        await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await LetPassAsync("s-1", fence.Lease);

        Assert.Equal(TimeSpan.Zero, (await fence.FindAsync("s-1", Cancellation))!.Left);
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 0, Cancellation));
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 2, Cancellation));
        Assert.Equal(new FenceHold("s-1", "node-2", 2), await fence.TakeAsync("s-1", "node-2", 1, Cancellation));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_OneHasIt()
    {
        var fence = await OpenAsync();
        for (var epoch = 0; epoch < 5; epoch++)
        {
            var holds = await Task.WhenAll(Enumerable.Range(0, 20).Select(
                number => Task.Run(() => fence.TakeAsync("s-1", $"node-{number}", epoch, Cancellation), Cancellation)));
            Assert.Equal(epoch + 1, Assert.Single(holds, hold => hold is not null)!.Epoch);
            await LetPassAsync("s-1", fence.Lease);
        }
    }

    [Fact]
    public async Task Renew_InTime_KeepsOthersOut()
    {
        var fence = await OpenAsync();
        var hold = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await LetPassAsync("s-1", fence.Lease * 0.6);
            Assert.True(await fence.RenewAsync(hold!, Cancellation));
        }

        await LetPassAsync("s-1", fence.Lease * 0.6);
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 1, Cancellation));
    }

    [Fact]
    public async Task Renew_LeaseWasOut_HoldsAgainUnlessSomebodyWasFaster()
    {
        var fence = await OpenAsync();
        var first = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await LetPassAsync("s-1", fence.Lease * 3);
        Assert.True(await fence.RenewAsync(first!, Cancellation));
        Assert.Null(await fence.TakeAsync("s-1", "node-2", 1, Cancellation));
        await LetPassAsync("s-1", fence.Lease);
        var second = await fence.TakeAsync("s-1", "node-2", 1, Cancellation);

        Assert.False(await fence.RenewAsync(first!, Cancellation));
        await LetPassAsync("s-1", fence.Lease);
        Assert.False(await fence.RenewAsync(first!, Cancellation));
        Assert.True(await fence.RenewAsync(second!, Cancellation));
    }

    [Fact]
    public async Task Renew_OfWhatWasNeverTaken_IsFalse()
    {
        var fence = await OpenAsync();

        Assert.False(await fence.RenewAsync(new("s-1", "node-1", 1), Cancellation));
        await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        Assert.False(await fence.RenewAsync(new("s-1", "node-2", 1), Cancellation));
        Assert.False(await fence.RenewAsync(new("s-1", "node-1", 2), Cancellation));
    }

    [Fact]
    public async Task Release_LetsTheNextInAtOnceAndEndsTheHold()
    {
        var fence = await OpenAsync();
        var first = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await fence.ReleaseAsync(first!, Cancellation);

        Assert.False(await fence.RenewAsync(first!, Cancellation));
        Assert.Equal(TimeSpan.Zero, (await fence.FindAsync("s-1", Cancellation))!.Left);
        Assert.Equal(2, (await fence.TakeAsync("s-1", "node-2", 1, Cancellation))?.Epoch);
    }

    [Fact]
    public async Task Release_OfAHoldThatWasTakenOver_ChangesNothing()
    {
        var fence = await OpenAsync();
        var first = await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        await LetPassAsync("s-1", fence.Lease);
        await fence.TakeAsync("s-1", "node-2", 1, Cancellation);
        await fence.ReleaseAsync(first!, Cancellation);

        Assert.Null(await fence.TakeAsync("s-1", "node-3", 2, Cancellation));
        Assert.Equal(("node-2", 2), await HolderAsync(fence));
    }

    protected abstract Task<ISessionFence> OpenAsync();

    /// <summary>Lets time pass for one session.</summary>
    protected abstract Task LetPassAsync(string sessionId, TimeSpan time);

    private static async Task<(string Holder, long Epoch)> HolderAsync(ISessionFence fence)
    {
        var state = await fence.FindAsync("s-1", Cancellation);
        return (state!.Holder, state.Epoch);
    }
}
