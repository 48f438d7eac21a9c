using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// The one way a bridge ends: page told, agent closed, page given a moment to leave, avatar's socket closed, LiveAvatar
/// stopped, room left. Each step is bounded by whoever does it; none can keep the next from happening.
/// </summary>
internal sealed class Teardown(
    BridgeContext context, RoomSide room, AvatarSide avatar, Func<Task> closeAgent, RoomVoice voice, Func<SessionEnd, Task> stopAvatar)
{
    // The SDK leaves ~10 ms after session.stopped; a room that is gone first looks like an unknown fault to the page
    // (facts/sdk-proof.md §2).
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(1.5);

    // More than whoever does a step allows itself; it is there for connectors that allow themselves anything.
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<SessionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Completed on the loop; what goes on there is only asking others to close.
    private readonly TaskCompletionSource _userGone = new();

    /// <summary>Completes when everything is torn down.</summary>
    public Task<SessionEnd> Completion => _completion.Task;

    public bool HasBegun { get; private set; }

    /// <summary>Another process has the session: not a word more is said.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Begins, on the loop; only the first end counts.</summary>
    /// <returns>False if it has begun already.</returns>
    public bool TryBegin(SessionEnd end)
    {
        if (HasBegun)
        {
            return false;
        }

        HasBegun = true;
        IsSilent = end.Reason == SessionEndReasons.TakenOver;
        if (!IsSilent)
        {
            ReportEnding(end);
            voice.State(SessionState.Ending, isReconnecting: false, null, end);
            voice.Stopped(end);
        }

        OnUser(room.IsUserPresent && room.IsIn && !IsSilent);
        room.StopRejoining();
        avatar.StopReconnecting();
        var agentClosed = closeAgent();
        _ = RunAsync(end, agentClosed);
        return true;
    }

    /// <summary>The user is there or has left.</summary>
    public void OnUser(bool present)
    {
        if (HasBegun && !present)
        {
            _userGone.TrySetResult();
        }
    }

    // Whoever was put out of the room may have been by its own session's next process, and finds that out when it writes the end.
    private void ReportEnding(SessionEnd end)
    {
        if (end.Reason != SessionEndReasons.RoomIdentityTaken)
        {
            context.Report(new SessionEvent.StateChanged(SessionState.Ending));
        }
    }

    private async Task RunAsync(SessionEnd end, Task agentClosed)
    {
        await Quietly(agentClosed);
        await Quietly(_userGone.Task.WaitAsync(TimeToLeave, context.Time));
        await Quietly(avatar.CloseAsync());
        await Quietly(stopAvatar(end));
        await Quietly(room.LeaveAsync());
        _completion.SetResult(end);
        context.Mailbox.Close();
    }

    private async Task Quietly(Task step)
    {
        try
        {
            await step.WaitAsync(StepLimit, context.Time);
        }
        catch (Exception)
        {
            // The next step must happen all the same; the session ends for the reason it had.
        }
    }
}
