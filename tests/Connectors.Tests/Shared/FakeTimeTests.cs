using Connectors.Testing;

namespace Connectors.Tests.Shared;

public sealed class FakeTimeTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Clock_UnlessAdvanced_StandsStill()
    {
        Assert.Equal(FakeTime.Start, _time.GetUtcNow());
        Assert.Equal(_time.GetTimestamp(), _time.GetTimestamp());

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(FakeTime.Start + TimeSpan.FromHours(2), _time.GetUtcNow());
    }

    [Fact]
    public void GetElapsedTime_AcrossAnAdvance_IsTheAdvance()
    {
        var start = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMilliseconds(1_234));

        Assert.NotEqual(0, start);
        Assert.Equal(TimeSpan.FromMilliseconds(1_234), _time.GetElapsedTime(start));
    }

    [Fact]
    public async Task Delay_WhenItsTimeHasCome_Completes()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(5), _time, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        await delay.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Timers_WithinOneAdvance_FireInOrderEachAtItsTime()
    {
        var fired = new List<(string, double)>();
        using var slow = Noting("slow", fired, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var fast = Noting("fast", fired, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(3.5));

        Assert.Equal(4, fired.Count);
        Assert.Equal([("fast", 1), ("fast", 2)], fired.Take(2));
        Assert.Equal([("fast", 3), ("slow", 3)], fired.Skip(2).Order());
    }

    [Fact]
    public void Timer_ChangedOrDisposed_FiresByTheNewTimeOrNotAtAll()
    {
        var count = 0;
        var timer = _time.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, count);

        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, count);
    }

    [Fact]
    public void Timer_MadeByATimer_FiresInTheSameAdvance()
    {
        var fired = new List<double>();
        ITimer? second = null;
        using var first = _time.CreateTimer(
            _ => second = _time.CreateTimer(
                _ => fired.Add(_time.Elapsed.TotalSeconds), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([2], fired);
        Assert.NotNull(second);
        second.Dispose();
    }

    [Fact]
    public void CancellationAfterATime_ByThisClock_ComesWithTheAdvance()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);

        Assert.False(source.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
    }

    private ITimer Noting(string name, List<(string, double)> fired, TimeSpan due, TimeSpan period) =>
        _time.CreateTimer(_ => fired.Add((name, _time.Elapsed.TotalSeconds)), null, due, period);
}
