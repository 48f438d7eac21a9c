using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Fencing;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>
/// Looks after sessions whose process is gone: those that can be gone on with are, the others are ended in the books, and
/// LiveAvatar's stop is owed. What somebody still holds is left alone.
/// </summary>
/// <param name="environment">What sessions need.</param>
/// <param name="host">Where they go on.</param>
/// <param name="reaper">Ends the others.</param>
/// <param name="admission">Where those that go on have their places.</param>
/// <param name="options">Which may go on.</param>
public sealed partial class SessionResumer(
    SessionEnvironment environment, LocalSessionHost host, AvatarReaper reaper, IAdmission admission, SessionResumeOptions options)
{
    private const int Batch = 50;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    private readonly SessionResumeRules _rules = new(options, environment.Bridges.Time);

    /// <summary>
    /// Goes through all of them; those that somebody holds twice, with a lease in between: the last run of this process may have
    /// died just now. To be called before the first session is started.
    /// </summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are gone on with, and how many were ended.</returns>
    public async Task<(int Resumed, int Ended)> TakeUpAsync(CancellationToken cancellationToken)
    {
        var (resumed, ended, held) = await LookAsync(cancellationToken);
        if (held == 0)
        {
            return (resumed, ended);
        }

        await Task.Delay(environment.Fence.Lease + FenceLimits.Margin, environment.Bridges.Time, cancellationToken);
        var (resumedLate, endedLate, _) = await LookAsync(cancellationToken);
        return (resumed + resumedLate, ended + endedLate);
    }

    /// <summary>
    /// Goes through all of them again and again, as long as this node lets sessions in: what a node left behind that doesn't come
    /// back is taken up by one that is there.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Round, environment.Bridges.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await TryLookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Goes through all of them once, and through those of this process only if they are not here.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are gone on with, were ended, and are held by somebody else.</returns>
    public async Task<(int Resumed, int Ended, int Held)> LookAsync(CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var counts = new int[3];
        while (await NextAsync(seen, cancellationToken) is { Count: > 0 } left)
        {
            foreach (var record in left)
            {
                seen.Add(record.Id);
                if (!host.Has(record.Id))
                {
                    counts[(int)await TakeUpAsync(record, cancellationToken)]++;
                }
            }
        }

        return (counts[(int)TakeUp.Resumed], counts[(int)TakeUp.Ended], counts[(int)TakeUp.Held]);
    }

    /// <summary>Goes on with one session, or ends it.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<TakeUp> TakeUpAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (await environment.Fence.FindAsync(record.Id, cancellationToken) is { IsHeld: true })
        {
            return TakeUp.Held;
        }

        var taken = await TryResumeAsync(record, cancellationToken);
        return taken == TakeUp.Ended ? await EndAsync(record, cancellationToken) : taken;
    }

    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        var figures = admission.Figures;
        if (figures.IsDraining || figures.Sessions >= figures.Capacity)
        {
            return;
        }

        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.RoundBroke(environment.Logger, error.GetType().FullName);
        }
    }

    private async Task<List<SessionRecord>> NextAsync(HashSet<string> seen, CancellationToken cancellationToken)
    {
        // Those that go on stand at the front of the list as they did before: each reading asks for more, so that few of them do.
        var unfinished = await environment.Store.ListUnfinishedAsync(Batch + (2 * seen.Count), cancellationToken);
        return [.. unfinished.Where(record => !seen.Contains(record.Id))];
    }

    // Ended: it can't go on, and is still as it was.
    private async Task<TakeUp> TryResumeAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (_rules.WhyNot(record) is { } obstacle)
        {
            Log.NotResumed(environment.Logger, record.Id, obstacle);
            return TakeUp.Ended;
        }

        TakeUp taken;
        try
        {
            taken = await host.ResumeAsync(record, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ResumeBroke(environment.Logger, record.Id, error.GetType().FullName);
            taken = TakeUp.Held;
        }

        if (taken == TakeUp.Resumed)
        {
            Log.Resumed(environment.Logger, record.Id, record.Epoch + 1);
            await Readmission.TakeAlongAsync(admission, host, record, record.Epoch + 1);
        }

        return taken;
    }

    private async Task<TakeUp> EndAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (await Mandate.TryTakeAsync(environment.Fence, record.Id, environment.Node.Id, cancellationToken) is not { } hold)
        {
            return TakeUp.Held;
        }

        await reaper.EndOrphanAsync(record, cancellationToken);
        await environment.Fence.ReleaseAsync(hold, cancellationToken);
        return TakeUp.Ended;
    }

    private static partial class Log
    {
        [LoggerMessage(1025, LogLevel.Information, "Session {SessionId} of the last run was taken over, epoch {Epoch}")]
        public static partial void Resumed(ILogger logger, string sessionId, long epoch);

        [LoggerMessage(1026, LogLevel.Information, "Session {SessionId} of the last run could not be taken over: {Obstacle}")]
        public static partial void NotResumed(ILogger logger, string sessionId, string obstacle);

        [LoggerMessage(1027, LogLevel.Error, "The takeover of session {SessionId} broke: {ErrorType}")]
        public static partial void ResumeBroke(ILogger logger, string sessionId, string? errorType);

        [LoggerMessage(1031, LogLevel.Error, "A round over sessions that others had broke: {ErrorType}")]
        public static partial void RoundBroke(ILogger logger, string? errorType);
    }
}
