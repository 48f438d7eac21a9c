using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>Follows whether the user is in the room.</summary>
internal sealed class UserPresence(BridgeContext context, SessionTimers timers, Teardown teardown)
{
    private bool _wasPresent;

    /// <summary>Looks after a change in the room.</summary>
    public void Look(bool isPresent)
    {
        if (isPresent == _wasPresent)
        {
            return;
        }

        _wasPresent = isPresent;
        timers.OnUser(isPresent);
        context.Report(isPresent ? new SessionEvent.UserJoined() : new SessionEvent.UserLeft());
        if (isPresent)
        {
            context.ReportStage(StartStage.UserPresent);
        }

        teardown.OnUser(isPresent);
    }
}
