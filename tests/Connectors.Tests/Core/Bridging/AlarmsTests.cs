using Connectors.Core.Bridging;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

public sealed class AlarmsTests
{
    private readonly FakeTime _time = new();
    private int _wakes;
    private int _rings;

    [Fact]
    public void Alarm_TimerGoesOffEarly_IsSetAgainAndRingsInTime()
    {
        using var alarms = new Alarms(new EarlyTimers(_time), () => _wakes++);
        alarms.Create(() => _rings++).Set(TimeSpan.FromMilliseconds(100));
        alarms.Arm();
        for (var passed = 0; passed < 110; passed++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            alarms.RingDue();
            alarms.Arm();
        }

        Assert.Equal(1, _rings);
        Assert.True(_wakes > 1);
    }

    [Fact]
    public void Alarms_OfSeveral_EachRingsOnceInItsTurn()
    {
        List<string> order = [];
        using var alarms = new Alarms(_time, () => _wakes++);
        alarms.Create(() => order.Add("late")).Set(TimeSpan.FromMilliseconds(50.5));
        alarms.Create(() => order.Add("early")).Set(TimeSpan.FromMilliseconds(20.2));
        alarms.Create(() => order.Add("never")).Clear();
        for (var steps = 0; steps < 3; steps++)
        {
            alarms.Arm();
            _time.Advance(TimeSpan.FromMilliseconds(30));
            alarms.RingDue();
        }

        Assert.Equal(["early", "late"], order);
        Assert.Equal(2, _wakes);
    }

    // As the system's timers do, which cut off what isn't a whole millisecond; a little more of it, to be sure.
    private sealed class EarlyTimers(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Early(time.CreateTimer(callback, state, dueTime, period));

        private sealed class Early(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) =>
                timer.Change(dueTime > TimeSpan.FromMilliseconds(4) ? dueTime - TimeSpan.FromMilliseconds(3) : dueTime, period);

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
