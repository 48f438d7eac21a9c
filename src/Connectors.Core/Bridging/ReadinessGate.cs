using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// Holds the agent back until the user is there, the avatar takes commands and its video is published, so that nobody is
/// greeted before they can see who greets them; or until the wait for that is over. It opens once. Without a user it
/// doesn't open at all: the wait begins with the user.
/// </summary>
internal sealed class ReadinessGate
{
    private readonly BridgeContext _context;
    private readonly Alarms.Alarm _limit;
    private readonly Action _open;

    public ReadinessGate(BridgeContext context, Action open)
    {
        _context = context;
        _open = open;
        _limit = context.Alarms.Create(() => Open("The agent began although the avatar was not ready."));
    }

    public bool IsOpen { get; private set; }

    public void Look(bool userPresent, bool avatarConnected, bool avatarShown)
    {
        if (IsOpen || !userPresent)
        {
            return;
        }

        if (avatarConnected && avatarShown)
        {
            Open(null);
        }
        else if (!_limit.IsSet)
        {
            _limit.Set(_context.Session.Limits.Readiness);
        }
    }

    public void Stop() => _limit.Clear();

    private void Open(string? warning)
    {
        IsOpen = true;
        _limit.Clear();
        if (warning is not null)
        {
            _context.Warn("avatar-not-ready", warning);
        }

        _context.ReportStage(StartStage.Gate);
        _open();
    }
}
