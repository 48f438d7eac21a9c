using Connectors.Core.Sessions.Admission;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Handover;

/// <summary>
/// Empties a process that is about to go: nobody new is let in, and every session moves to another process, each at a moment that
/// its conversation allows. What nobody takes stays, for whoever ends the process to end.
/// </summary>
/// <param name="host">Where the sessions are.</param>
/// <param name="succession">Finds other processes.</param>
/// <param name="admission">Lets nobody in any more.</param>
/// <param name="options">How long conversations are given.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told how it goes.</param>
public sealed partial class SessionDrain(
    LocalSessionHost host,
    ISuccession succession,
    IAdmission admission,
    SessionDrainOptions options,
    TimeProvider time,
    ILogger<SessionDrain> logger)
{
    // Each one opens a provider's socket and joins a room elsewhere: many at once would be late all of them.
    private const int MovedAtOnce = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ThrottledSuccession _succession = new(succession, new SemaphoreSlim(MovedAtOnce));

    /// <summary>Moves what can be moved.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many sessions are still here.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        admission.SetDraining(true);
        using var due = new CancellationTokenSource(options.Limit, time);
        using var forced = new CancellationTokenSource(options.Limit + options.Grace, time);
        var times = new DepartureTimes(due.Token, forced.Token);
        var running = host.Running;
        Log.Began(logger, running.Count);
        await Task.WhenAll(running.Select(session => MoveAsync(session, times, cancellationToken)));
        var left = host.Running.Count;
        Log.Finished(logger, running.Count - left, left);
        return left;
    }

    // Until somebody takes it; a cluster may be full for a while.
    private async Task MoveAsync(Session session, DepartureTimes times, CancellationToken cancellationToken)
    {
        try
        {
            while (_succession.HasPeers && !await session.MoveAsync(_succession, times, cancellationToken)
                && !times.Forced.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (Exception error)
        {
            Log.NotMoved(logger, session.Id, error.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1028, LogLevel.Information, "A drain started with {Count} sessions")]
        public static partial void Began(ILogger logger, int count);

        [LoggerMessage(1029, LogLevel.Information, "A drain ended: {Moved} sessions moved, {Left} stayed")]
        public static partial void Finished(ILogger logger, int moved, int left);

        [LoggerMessage(1030, LogLevel.Warning, "Session {SessionId} could not be moved: {ErrorType}")]
        public static partial void NotMoved(ILogger logger, string sessionId, string? errorType);
    }
}
