using Connectors.Core.Bridging;
using Connectors.Core.Sessions.Fencing;

namespace Connectors.Core.Sessions.Handover;

/// <summary>
/// The way of a session to another process, between two turns: the successor makes everything ready while the conversation goes
/// on; if nothing has happened meanwhile the session is released, and the successor's joining of the room puts this process out.
/// </summary>
internal sealed class SessionDeparture(BridgeRun run, Mandate mandate, AvatarLease lease, ISessionRecorder recorder, TimeProvider time)
{
    // A successor's preparing, or its way into the room. Providers and rooms have limits of their own, which are shorter.
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The session was released: that others write of it is no surprise.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Moves the session; also one that has ended meanwhile has nothing left to be moved.</summary>
    /// <param name="session">The session.</param>
    /// <param name="succession">Finds the other process.</param>
    /// <param name="times">How long the conversation is given.</param>
    /// <param name="cancellationToken">Gives up, unless it was released.</param>
    /// <returns>False: nobody took it, and it is still here.</returns>
    public async Task<bool> MoveAsync(
        Session session, ISuccession succession, DepartureTimes times, CancellationToken cancellationToken)
    {
        while (!session.Completion.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var moment = await MomentAsync(times, cancellationToken);
            var prepared = succession.PrepareAsync(session.Id, cancellationToken);
            if (await prepared.WaitAsync(StepLimit, time, cancellationToken) is not { } successor)
            {
                return session.Completion.IsCompleted;
            }

            if (await HoldAsync(moment, times) is { Holds: true } hold)
            {
                return await ReleaseAsync(session, successor, hold.IsInRoom);
            }

            // Something was said that the successor doesn't know of.
            await successor.AbandonAsync();
            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }

    private async Task<DepartureMoment> MomentAsync(DepartureTimes times, CancellationToken cancellationToken) =>
        await NextMomentAsync(isDue: false, times.Due, cancellationToken)
            ?? await NextMomentAsync(isDue: true, times.Forced, cancellationToken)
            ?? DepartureMoment.Any;

    // Null: not until then.
    private async Task<DepartureMoment?> NextMomentAsync(bool isDue, CancellationToken until, CancellationToken cancellationToken)
    {
        var asked = run.AskAsync<DepartureMoment>(answer => new MomentRequest(isDue, answer));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until, cancellationToken);
        await Task.WhenAny(asked, Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token));
        cancellationToken.ThrowIfCancellationRequested();
        return asked.IsCompletedSuccessfully ? await asked : null;
    }

    private Task<HoldAnswer?> HoldAsync(DepartureMoment moment, DepartureTimes times) => run.AskAsync<HoldAnswer>(
        answer => new HoldRequest(moment, times.Due.IsCancellationRequested, times.Forced.IsCancellationRequested, answer));

    private async Task<bool> ReleaseAsync(Session session, ISuccessor successor, bool isInRoom)
    {
        try
        {
            // What the successor reads of the session is to be all there is.
            await recorder.FlushAsync().WaitAsync(StepLimit, time);
            IsUnderWay = true;
            await mandate.ReleaseAsync(CancellationToken.None);
            if (await successor.TakeOverAsync(CancellationToken.None).WaitAsync(StepLimit, time))
            {
                await LeaveAsync(session, isInRoom);
                return true;
            }
        }
        catch (Exception)
        {
            // Nobody knows whether it was taken; the record does.
        }

        return await StayOrGoAsync(session);
    }

    // The successor's joining of the room puts this process out; if it doesn't, it goes by itself. A process that isn't in the room
    // won't learn of it, and would take the avatar's socket back again and again.
    private async Task LeaveAsync(Session session, bool isInRoom)
    {
        if (isInRoom)
        {
            await Task.WhenAny(session.Completion, Task.Delay(StepLimit, time));
        }

        session.Stop(SessionEnd.For(SessionEndReasons.TakenOver));
        await session.Completion;
    }

    private async Task<bool> StayOrGoAsync(Session session)
    {
        if (await TryTakeBackAsync())
        {
            IsUnderWay = false;
            run.Post(StayRequest.Instance);
            return false;
        }

        session.Stop(SessionEnd.For(SessionEndReasons.TakenOver));
        await session.Completion;
        return true;
    }

    // A store that is away is waited for as long as it would be at any other time.
    private async Task<bool> TryTakeBackAsync()
    {
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < Mandate.WithoutFence)
        {
            try
            {
                return !await lease.LookAsync(CancellationToken.None) && await mandate.TakeAsync(CancellationToken.None);
            }
            catch (Exception)
            {
                await Task.Delay(Pause, time);
            }
        }

        return false;
    }
}
