using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// How often and how long it is tried to get an agent back: so many times within ten minutes, with growing pauses before
/// each new attempt, and each time within the limit that counts from the loss.
/// </summary>
internal sealed class ReconnectBudget(Alarms alarms, SessionLimits limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly Queue<TimeSpan> _losses = new();
    private TimeSpan? _lostAt;

    /// <summary>A time limit, or less where less is left to get the agent back.</summary>
    public TimeSpan Within(TimeSpan limit)
    {
        var left = _lostAt is { } lostAt ? lostAt + limits.Reconnect - alarms.Now : limit;
        return left >= limit ? limit : left > Shortest ? left : Shortest;
    }

    /// <summary>Takes an attempt; false if there is none left.</summary>
    /// <param name="pause">How long to wait before it: nothing at first, then half a second, twice as long each time.</param>
    public bool TryTake(out TimeSpan pause)
    {
        while (_losses.TryPeek(out var oldest) && alarms.Now - oldest > Window)
        {
            _losses.Dequeue();
        }

        pause = TimeSpan.FromMilliseconds(_losses.Count == 0 ? 0 : 500 << Math.Min(_losses.Count - 1, 4));
        _losses.Enqueue(alarms.Now);
        _lostAt ??= alarms.Now;
        return _losses.Count <= limits.AgentReconnects && alarms.Now + pause - _lostAt <= limits.Reconnect;
    }

    /// <summary>Somebody else is tried: attempts and time count anew.</summary>
    public void Restart()
    {
        _losses.Clear();
        _lostAt = alarms.Now;
    }

    /// <summary>It is back; the attempts that it took stay counted.</summary>
    public void Regained() => _lostAt = null;
}
