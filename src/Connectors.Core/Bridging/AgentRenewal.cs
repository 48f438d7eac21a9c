namespace Connectors.Core.Bridging;

/// <summary>
/// When to replace an agent connection before its provider ends it: in a quiet moment, as soon as nine tenths of its life
/// are over or the provider says that it goes away; in its last seconds whatever happens.
/// </summary>
internal sealed class AgentRenewal
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(5);

    private readonly Action _open;
    private readonly Alarms.Alarm _due;
    private readonly Alarms.Alarm _urgent;
    private bool _isDue;
    private bool _isUrgent;
    private bool _isQuiet;

    private readonly Action<bool> _told;

    /// <param name="alarms">The bridge's alarms.</param>
    /// <param name="open">Makes the second connection.</param>
    /// <param name="told">Told whether it took over, or is to be tried again.</param>
    public AgentRenewal(Alarms alarms, Action open, Action<bool> told)
    {
        _told = told;
        _open = open;
        _due = alarms.Create(() => _isDue = true);
        _urgent = alarms.Create(() => _isUrgent = true);
    }

    /// <summary>Whether a second connection is being made.</summary>
    public bool IsOpening { get; private set; }

    /// <summary>Whether the second connection, now that it is ready, may take over.</summary>
    public bool MayReplace => _isQuiet || _isUrgent;

    /// <summary>A connection is open and lives this long at most.</summary>
    public void Watch(TimeSpan? maximumTime)
    {
        if (IsOpening)
        {
            _told(true);
        }

        Stop();
        if (maximumTime is { } time)
        {
            _due.Set(0.9 * time);
            _urgent.Set(time - LastMoment);
        }
    }

    /// <summary>The provider ends the connection after this time.</summary>
    public void GoesAway(TimeSpan timeLeft)
    {
        _isDue = true;
        _urgent.Set(timeLeft > LastMoment ? timeLeft - LastMoment : TimeSpan.Zero);
    }

    /// <summary>Called by the loop after each step.</summary>
    /// <param name="isOpen">Whether there is a connection to replace.</param>
    /// <param name="isQuiet">Whether nobody speaks and nothing is owed.</param>
    public void Tend(bool isOpen, bool isQuiet)
    {
        _isQuiet = isQuiet;
        if (_isDue && isOpen && !IsOpening && MayReplace)
        {
            IsOpening = true;
            _isDue = false;
            _open();
        }
    }

    /// <summary>It did not work out; again in a moment.</summary>
    public void Postpone()
    {
        _told(false);
        IsOpening = false;
        _due.Set(Pause);
    }

    public void Stop()
    {
        _due.Clear();
        _urgent.Clear();
        _isDue = false;
        _isUrgent = false;
        IsOpening = false;
    }
}
