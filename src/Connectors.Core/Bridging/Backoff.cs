namespace Connectors.Core.Bridging;

/// <summary>
/// When to try again to get something back: at once, then after growing pauses, until a time limit counted from the
/// first loss. Something that held for a while counts as new.
/// </summary>
internal sealed class Backoff(Alarms alarms, TimeSpan limit, Action retry)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4),
    ];

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private readonly Alarms.Alarm _alarm = alarms.Create(retry);
    private TimeSpan? _lostAt;
    private TimeSpan _heldAt;
    private int _attempt;

    /// <summary>Whether something is lost at present.</summary>
    public bool IsLost => _lostAt is not null;

    /// <summary>Sets the next attempt; false if the time for attempts is over.</summary>
    public bool TryAgain()
    {
        if (_lostAt is null)
        {
            _lostAt = alarms.Now;
            _attempt = alarms.Now - _heldAt > Settled ? 0 : _attempt;
        }

        var pause = Pauses[Math.Min(_attempt++, Pauses.Length - 1)];
        if (alarms.Now + pause - _lostAt > limit)
        {
            return false;
        }

        _alarm.Set(pause);
        return true;
    }

    /// <summary>It is back.</summary>
    public void Hold()
    {
        _lostAt = null;
        _heldAt = alarms.Now;
        _alarm.Clear();
    }

    public void Stop() => _alarm.Clear();
}
