namespace Connectors.Core.Bridging;

/// <summary>
/// All points in time that a bridge's loop waits for, behind one timer that only wakes the loop: whatever rings, rings on
/// the loop.
/// </summary>
internal sealed class Alarms(TimeProvider time, Action wake) : IDisposable
{
    private readonly ITimer _timer = time.CreateTimer(
        static wake => ((Action)wake!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private readonly List<Alarm> _alarms = [];
    private readonly long _start = time.GetTimestamp();
    private TimeSpan? _armed;

    /// <summary>Time since the bridge began.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

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

        if (next == _armed)
        {
            return;
        }

        _armed = next;
        var wait = next is { } at ? at - Now : Timeout.InfiniteTimeSpan;
        _timer.Change(next is not null && wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

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
