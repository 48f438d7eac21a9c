using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>The times at which a session ends although nobody ended it.</summary>
internal sealed class SessionTimers
{
    private readonly SessionLimits _limits;
    private readonly Alarms _alarms;
    private readonly Alarms.Alarm _maximum;
    private readonly Alarms.Alarm _idle;
    private readonly Alarms.Alarm _user;
    private bool _hadUser;

    /// <param name="alarms">The bridge's alarms.</param>
    /// <param name="assignment">Whose limits, and LiveAvatar's own, where it told one.</param>
    /// <param name="end">Ends the session for a reason.</param>
    public SessionTimers(Alarms alarms, BridgeAssignment assignment, Action<string> end)
    {
        _limits = assignment.Session.Limits;
        _alarms = alarms;
        LastTouch = alarms.Now;
        // Whoever was talked with has been there.
        _hadUser = assignment.Resumption?.Progress is not null;
        _maximum = alarms.Create(() => end(SessionEndReasons.MaximumDuration));
        _idle = alarms.Create(() => end(SessionEndReasons.IdleTimeout));
        _user = alarms.Create(() => end(_hadUser ? SessionEndReasons.UserLeft : SessionEndReasons.NoUser));
        _maximum.Set(Maximum(_limits.MaximumDuration, assignment.AvatarLimit) - alarms.Now);
        _idle.Set(_limits.Idle);
        if (assignment.Room is not null)
        {
            _user.Set(assignment.Resumption is null ? _limits.NoUser : Again(alarms.Now));
        }
    }

    /// <summary>How often somebody spoke, wrote or commanded.</summary>
    public long Touches { get; private set; }

    /// <summary>When somebody did last.</summary>
    public TimeSpan LastTouch { get; private set; }

    /// <summary>Somebody spoke, wrote or commanded.</summary>
    public void Touch()
    {
        Touches++;
        LastTouch = _alarms.Now;
        _idle.Set(_limits.Idle);
    }

    /// <summary>Whether the user is in the room.</summary>
    public void OnUser(bool present)
    {
        if (present)
        {
            _hadUser = true;
            _user.Clear();
        }
        else if (!_user.IsSet)
        {
            _user.Set(_limits.UserGone);
        }
    }

    public void Stop()
    {
        _maximum.Clear();
        _idle.Clear();
        _user.Clear();
    }

    // Whoever is still there is seen as soon as the room is joined, which may take its time.
    private TimeSpan Again(TimeSpan age)
    {
        var left = _limits.Reconnect + _limits.UserGone;
        return _hadUser || _limits.NoUser - age < left ? left : _limits.NoUser - age;
    }

    // LiveAvatar's limit passes without a sign; a very short one keeps at least half of itself.
    private static TimeSpan Maximum(TimeSpan ours, TimeSpan? theirs)
    {
        if (theirs is not { } limit)
        {
            return ours;
        }

        var before = limit - SessionLimits.BeforeAvatarLimit;
        before = before < limit / 2 ? limit / 2 : before;
        return before < ours ? before : ours;
    }
}
