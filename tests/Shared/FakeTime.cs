namespace Connectors.Testing;

/// <summary>
/// A clock that only moves when told to. Timers fire inside <see cref="Advance"/>, in order of their due time. The tick
/// frequency is odd on purpose, so that arithmetic which mixes up ticks and timestamps shows.
/// </summary>
internal sealed class FakeTime : TimeProvider
{
    private const long Frequency = 7_000_000;

    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private TimeSpan _elapsed;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => Frequency;

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    // Starts at 1 so that no timestamp is 0.
    public override long GetTimestamp() => 1 + (long)((Int128)Elapsed.Ticks * Frequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at every timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var target = Elapsed + by;
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _elapsed = target;
        }
    }

    /// <summary>Moves the clock while everything stands still: what was due meanwhile goes off at the next <see cref="Advance"/>.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_lock)
        {
            _elapsed += by;
        }
    }

    private FakeTimer? NextDue(TimeSpan until)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
            {
                return null;
            }

            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            next.Schedule();
            return next;
        }
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._elapsed + dueTime;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Schedule()
        {
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
            }
            else
            {
                time._timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
