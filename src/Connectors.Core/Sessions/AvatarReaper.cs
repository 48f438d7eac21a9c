using Connectors.Core.Avatars;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>
/// Pays what sessions still owe LiveAvatar: what the last life of this process left behind is ended, and a stop that was
/// not confirmed is asked for again until it is, however long that takes.
/// </summary>
/// <param name="environment">What sessions need.</param>
public sealed partial class AvatarReaper(SessionEnvironment environment)
{
    private const int Batch = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private TimeProvider Time => environment.Bridges.Time;

    /// <summary>Ends in the books what nobody runs any more and nobody can go on with.</summary>
    /// <param name="orphan">Its record.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task EndOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken)
    {
        var end = SessionEnd.For(SessionEndReasons.ServerRestarted);
        var over = orphan.Over(end, Time.GetUtcNow());

        // The books need to know which agent went on with it.
        await environment.Keeper.CloseOrphanAsync(over with { Plan = orphan.Plan, Progress = orphan.Progress }, cancellationToken);
        await environment.Store.UpdateAsync(over, cancellationToken);
        environment.Telemetry.SessionEnded(end, orphan.Plan?.MetricsGroup);
        Log.OrphanEnded(environment.Logger, orphan.Id);
    }

    /// <summary>Asks for the stops that are owed, again and again.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await StopOwedAsync(cancellationToken);
                await Task.Delay(Pause, Time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.RoundBroke(environment.Logger, error.GetType().FullName);
                await Task.Delay(Pause, Time, CancellationToken.None);
            }
        }
    }

    /// <summary>One round over the stops that are owed.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many were confirmed.</returns>
    public async Task<int> StopOwedAsync(CancellationToken cancellationToken)
    {
        var confirmed = 0;
        foreach (var owed in await environment.Store.ListStopOwedAsync(Batch, cancellationToken))
        {
            confirmed += await StopAsync(owed, cancellationToken) ? 1 : 0;
        }

        return confirmed;
    }

    private async Task<bool> StopAsync(SessionRecord owed, CancellationToken cancellationToken)
    {
        var reason = (owed.End ?? SessionEnd.For(SessionEndReasons.ServerRestarted)).AvatarReason;
        var stopped = await environment.LiveAvatar.StopAsync(
            owed.AvatarCredential ?? Secret.None, owed.AvatarSessionId!, reason, cancellationToken);
        var isConfirmed = stopped.Failure is null || stopped.Failure.Kind == AvatarFailureKind.NotFound;
        var asked = (isConfirmed ? owed.WithoutSecrets() : owed) with { StopConfirmed = isConfirmed, UpdatedAt = Time.GetUtcNow() };
        await environment.Store.UpdateAsync(asked, cancellationToken);
        if (isConfirmed)
        {
            Log.StopConfirmed(environment.Logger, owed.Id);
        }
        else
        {
            Log.StopFailed(environment.Logger, owed.Id, stopped.Failure!.Kind);
        }

        return isConfirmed;
    }

    private static partial class Log
    {
        [LoggerMessage(1021, LogLevel.Warning, "Session {SessionId} was left behind by the last run and is over")]
        public static partial void OrphanEnded(ILogger logger, string sessionId);

        [LoggerMessage(1022, LogLevel.Information, "Session {SessionId} was stopped at LiveAvatar belatedly")]
        public static partial void StopConfirmed(ILogger logger, string sessionId);

        [LoggerMessage(1023, LogLevel.Warning, "Session {SessionId} could not be stopped at LiveAvatar: {Kind}")]
        public static partial void StopFailed(ILogger logger, string sessionId, AvatarFailureKind kind);

        [LoggerMessage(1024, LogLevel.Error, "A round of owed stops broke: {ErrorType}")]
        public static partial void RoundBroke(ILogger logger, string? errorType);
    }
}
