using Connectors.Core.Sessions.Fencing;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Fencing;

public sealed class MandateTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly FakeTime _time = new();
    private readonly LocalFence _fence;
    private readonly CutFence _way;
    private readonly Mandate _mandate;
    private readonly TaskCompletionSource _lost = new();

    public MandateTests()
    {
        _fence = new(Lease, _time);
        _way = new(_fence);
        _mandate = new(_way, "node-1", "session", _time, _lost.SetResult);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _mandate.DisposeAsync();

    [Fact]
    public async Task Hold_OfALiveProcess_IsKeptGood()
    {
        Assert.True(await _mandate.TakeAsync(Cancellation));
        for (var i = 0; i < 40; i++)
        {
            await PassAsync(TimeSpan.FromMilliseconds(500));
            Assert.Equal(MandateState.Good, _mandate.State);
        }

        Assert.True((await _fence.FindAsync("session", Cancellation))!.Left > TimeSpan.Zero);
    }

    [Fact]
    public async Task Take_OfAHeldSession_IsRefused()
    {
        await _mandate.TakeAsync(Cancellation);
        await using var other = new Mandate(_fence, "node-2", "session", _time, static () => { });
        Assert.False(await other.TakeAsync(Cancellation));
    }

    [Fact]
    public async Task Process_ThatStoodStill_AsksBeforeItActs()
    {
        await _mandate.TakeAsync(Cancellation);
        StandStill((Lease / 2) + TimeSpan.FromMilliseconds(1));

        Assert.Equal(MandateState.Doubtful, _mandate.State);
        var settled = _mandate.SettledAsync();
        Assert.False(settled.IsCompleted);
        await PassAsync(Lease / 8);
        await settled.WaitAsync(Cancellation);
        Assert.Equal(MandateState.Good, _mandate.State);
    }

    [Fact]
    public async Task Process_ThatStoodStillForLessThanHalfALease_GoesOn()
    {
        await _mandate.TakeAsync(Cancellation);
        StandStill(Lease / 2);

        Assert.Equal(MandateState.Good, _mandate.State);
        Assert.True(_mandate.SettledAsync().IsCompleted);
    }

    [Fact]
    public async Task Process_ThatStoodStillTooLong_MayNeverActAgain()
    {
        await _mandate.TakeAsync(Cancellation);
        StandStill(Lease);
        Assert.NotNull(await _fence.TakeAsync("session", "node-2", 1, Cancellation));
        var settled = _mandate.SettledAsync();

        await PassAsync(Lease / 8);
        await settled.WaitAsync(Cancellation);
        await _lost.Task.WaitAsync(Cancellation);
        Assert.Equal(MandateState.Lost, _mandate.State);
    }

    [Fact]
    public async Task Process_ThatStoodStillAndCantAsk_StaysSilentUntilItCan()
    {
        await _mandate.TakeAsync(Cancellation);
        _way.Cut();
        StandStill(Lease);
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(MandateState.Doubtful, _mandate.State);

        _way.Mend();
        await PassAsync(Lease);
        Assert.Equal(MandateState.Good, _mandate.State);
    }

    [Fact]
    public async Task Process_WithoutTheFence_GoesOnForAMinute()
    {
        await _mandate.TakeAsync(Cancellation);
        _way.Cut();
        for (var passed = TimeSpan.Zero; passed < Mandate.WithoutFence - Lease; passed += TimeSpan.FromSeconds(1))
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(MandateState.Good, _mandate.State);
        }

        await PassAsync(2 * Lease);
        await _lost.Task.WaitAsync(Cancellation);
        Assert.Equal(MandateState.Lost, _mandate.State);
    }

    [Fact]
    public async Task Session_ThatWasReleased_CanBeTakenAtOnceAndIsActedForUntilTheOtherIsThere()
    {
        await _mandate.TakeAsync(Cancellation);
        await _mandate.ReleaseAsync(Cancellation);
        await using var other = new Mandate(_fence, "node-2", "session", _time, static () => { });
        Assert.True(await other.TakeAsync(Cancellation));

        await PassAsync(Lease);
        Assert.Equal(MandateState.Good, _mandate.State);
        StandStill(Lease);
        await PassAsync(Lease);
        await _lost.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Session_ThatNobodyTook_CanBeTakenBack()
    {
        await _mandate.TakeAsync(Cancellation);
        await _mandate.ReleaseAsync(Cancellation);
        Assert.True(await _mandate.TakeAsync(Cancellation));
        await PassAsync(2 * Lease);

        Assert.Equal(2, (await _fence.FindAsync("session", Cancellation))!.Epoch);
        Assert.Equal(MandateState.Good, _mandate.State);
    }

    [Fact]
    public async Task Hold_ThatIsGivenUp_IsFreeAtOnce()
    {
        await _mandate.TakeAsync(Cancellation);
        await _mandate.DisposeAsync();

        Assert.Equal(TimeSpan.Zero, (await _fence.FindAsync("session", Cancellation))!.Left);
        Assert.False(_lost.Task.IsCompleted);
    }

    // As a process that was stopped: no timer went off meanwhile.
    private void StandStill(TimeSpan time) => _time.Jump(time);

    // In small steps, with what is asked on other threads in between.
    private async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Lease / 16)
        {
            _time.Advance(left < Lease / 16 ? left : Lease / 16);
            await _mandate.Asking.WaitAsync(Cancellation);
        }
    }
}
