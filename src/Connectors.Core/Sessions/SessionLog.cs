using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>What of a session goes into the log: ids and numbers, nothing that was said.</summary>
internal sealed partial class SessionLog(ILogger logger, SessionSpecification session)
{
    private static readonly Func<ILogger, string, string, IDisposable?> InSession =
        LoggerMessage.DefineScope<string, string>("Session {SessionId} of tenant {TenantId}");

    public void Write(SessionEvent e)
    {
        using var scope = InSession(logger, session.Id, session.TenantId);
        switch (e)
        {
            case SessionEvent.StateChanged changed:
                Log.StateChanged(logger, session.Id, session.TenantId, changed.State);
                break;
            case SessionEvent.StageDone done:
                Log.StageDone(logger, session.Id, done.Stage, done.Elapsed.TotalMilliseconds);
                break;
            case SessionEvent.Reconnecting lost:
                Log.PartLost(logger, session.Id, lost.Part);
                break;
            case SessionEvent.Reconnected back:
                Log.PartBack(logger, session.Id, back.Part);
                break;
            case SessionEvent.AudioDropped dropped:
                Log.AudioDropped(logger, session.Id, dropped.Where, dropped.Lost.TotalMilliseconds);
                break;
            case SessionEvent.Warning warning:
                Log.Warned(logger, session.Id, warning.Code);
                break;
            case SessionEvent.Ended ended:
                Log.Ended(logger, session.Id, ended.End.Result, ended.End.EndedBy, ended.End.Reason);
                break;
        }
    }

    /// <summary>Runs what logs by itself, with the session's ids around it.</summary>
    public async Task AroundAsync(Func<Task> run)
    {
        using var scope = InSession(logger, session.Id, session.TenantId);
        await run();
    }

    // Exceptions may quote what a peer sent; their type is what we keep.
    public void StartBroke(Exception error) => Log.StartBroke(logger, session.Id, error.GetType().FullName);

    public void LoopBroke(Exception error) => Log.LoopBroke(logger, session.Id, error.GetType().FullName, error.StackTrace);

    public void EndNotWritten(Exception error) => Log.EndNotWritten(logger, session.Id, error.GetType().FullName);

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Session {SessionId} of tenant {TenantId} changed to {State}")]
        public static partial void StateChanged(ILogger logger, string sessionId, string tenantId, SessionState state);

        [LoggerMessage(1002, LogLevel.Debug, "Session {SessionId} reached {Stage} after {Milliseconds} ms")]
        public static partial void StageDone(ILogger logger, string sessionId, StartStage stage, double milliseconds);

        [LoggerMessage(1003, LogLevel.Warning, "Session {SessionId} lost its {Part}")]
        public static partial void PartLost(ILogger logger, string sessionId, SessionPart part);

        [LoggerMessage(1004, LogLevel.Information, "Session {SessionId} got its {Part} back")]
        public static partial void PartBack(ILogger logger, string sessionId, SessionPart part);

        [LoggerMessage(1005, LogLevel.Warning, "Session {SessionId} dropped audio at {Where}: {Milliseconds} ms")]
        public static partial void AudioDropped(ILogger logger, string sessionId, AudioLoss where, double milliseconds);

        [LoggerMessage(1006, LogLevel.Warning, "Session {SessionId} warned of {Code}")]
        public static partial void Warned(ILogger logger, string sessionId, string code);

        [LoggerMessage(1007, LogLevel.Information, "Session {SessionId} ended: {Result} by {EndedBy}, {Reason}")]
        public static partial void Ended(ILogger logger, string sessionId, SessionResult result, EndedBy endedBy, string reason);

        [LoggerMessage(1008, LogLevel.Error, "Session {SessionId} could not be started: {ErrorType}")]
        public static partial void StartBroke(ILogger logger, string sessionId, string? errorType);

        [LoggerMessage(1009, LogLevel.Error, "Session {SessionId} broke: {ErrorType} {Stack}")]
        public static partial void LoopBroke(ILogger logger, string sessionId, string? errorType, string? stack);

        [LoggerMessage(1010, LogLevel.Error, "Session {SessionId} ended, but its record was not written: {ErrorType}")]
        public static partial void EndNotWritten(ILogger logger, string sessionId, string? errorType);
    }
}
