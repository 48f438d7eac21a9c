namespace Connectors.Core.Bridging;

/// <summary>
/// All points in time that a bridge's loop waits for, behind one timer that only wakes the loop: whatever rings, rings on
/// the loop.
/// </summary>
internal sealed class Alarms : IDisposable
{
    // Timers count in whole milliseconds and cut off the rest: they would go off just before what they are for.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly ITimer _timer;
    private readonly List<Alarm> _alarms = [];
    private readonly long _start;
    private TimeSpan? _armed;
    private volatile bool _wentOff;

    /// <param name="time">The clock.</param>
    /// <param name="wake">Wakes the loop; any thread.</param>
    /// <param name="origin">Time since the session became live: not nothing for a bridge that goes on where another one was.</param>
    public Alarms(TimeProvider time, Action wake, TimeSpan origin = default)
    {
        Origin = origin;
        _time = time;
        _wake = wake;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(
            static alarms => ((Alarms)alarms!).GoOff(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Where the bridge began to count.</summary>
    public TimeSpan Origin { get; }

    /// <summary>Time since the session became live.</summary>
    public TimeSpan Now => Origin + _time.GetElapsedTime(_start);

    public Alarm Create(Action ring)
    {
        var alarm = new Alarm(this, ring);
        _alarms.Add(alarm);
        return alarm;
    }

    /// <summary>Rings what is due; to be called by the loop.</summary>
    public void RingDue()
    {
        var now = Now;
        for (var i = 0; i < _alarms.Count; i++)
        {
            _alarms[i].RingIfDue(now);
        }
    }

    /// <summary>Sets the timer to the next alarm; to be called by the loop before it waits.</summary>
    public void Arm()
    {
        TimeSpan? next = null;
        foreach (var alarm in _alarms)
        {
            next = alarm.Due is { } due && (next is null || due < next) ? due : next;
        }

        if (next == _armed && !_wentOff)
        {
            return;
        }

        _wentOff = false;
        _armed = next;
        _timer.Change(next is { } at ? WaitUntil(at) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private TimeSpan WaitUntil(TimeSpan at)
    {
        var wait = at - Now;
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromTicks((wait + Resolution).Ticks / Resolution.Ticks * Resolution.Ticks);
    }

    private void GoOff()
    {
        _wentOff = true;
        _wake();
    }

    private void Forget() => _armed = null;

    /// <summary>One point in time that can be set, moved and cleared.</summary>
    internal sealed class Alarm(Alarms alarms, Action ring)
    {
        public TimeSpan? Due { get; private set; }

        public bool IsSet => Due is not null;

        public void Set(TimeSpan after) => Due = alarms.Now + after;

        public void Clear() => Due = null;

        public void RingIfDue(TimeSpan now)
        {
            if (Due <= now)
            {
                Due = null;
                alarms.Forget();
                ring();
            }
        }
    }
}
