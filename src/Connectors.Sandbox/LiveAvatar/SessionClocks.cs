namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What ends a session by itself: idleness, no user, its longest time, credits (facts/liveavatar.md §1.8, §2.5, §6).</summary>
internal sealed class SessionClocks : IDisposable
{
    private static readonly TimeSpan CreditInterval = TimeSpan.FromMinutes(1);

    private readonly SandboxSession _session;
    private readonly LiveAvatarCloud _cloud;
    private readonly ITimer _idle;
    private readonly ITimer[] _others;

    public SessionClocks(SandboxSession session, LiveAvatarCloud cloud)
    {
        _session = session;
        _cloud = cloud;
        var switches = cloud.Switches;
        _idle = After(switches.IdleLimit, () => session.EndAsync("IDLE_TIMEOUT"));

        // The real reason of this one isn't known.
        var user = After(switches.UserLimit, () =>
            cloud.Rooms.HadUser(session.Room!.Name) ? Task.CompletedTask : session.EndAsync("USER_DISCONNECTED"));
        var maximum = After(session.Maximum, EndByMaximumAsync);
        var credits = cloud.Time.CreateTimer(_ => TakeCredit(), null, TimeSpan.Zero, CreditInterval);
        _others = [user, maximum, credits];
    }

    public void Touch() => _idle.Change(_cloud.Switches.IdleLimit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _idle.Dispose();
        foreach (var timer in _others)
        {
            timer.Dispose();
        }
    }

    private ITimer After(TimeSpan limit, Func<Task> act) =>
        _cloud.Time.CreateTimer(_ => _ = act(), null, limit, Timeout.InfiniteTimeSpan);

    // Sandbox sessions were seen to close their socket at 60 s.
    private Task EndByMaximumAsync()
    {
        if (_cloud.Switches.MaximumEnd == MaximumEnd.Closes || _session.Request.IsSandbox)
        {
            return _session.EndAsync("MAX_DURATION_REACHED");
        }

        _session.Die("MAX_DURATION_REACHED");
        return Task.CompletedTask;
    }

    private void TakeCredit()
    {
        if (_session.Request.IsSandbox)
        {
            return;
        }

        if (_cloud.Switches.Credits < 1)
        {
            _ = _session.EndAsync("NO_CREDITS");
            return;
        }

        _cloud.Switches.Credits--;
        _session.CreditsConsumed++;
    }
}
