using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Hosting;

/// <summary>
/// Begins and ends with the process: what the last run left behind is ended first, owed stops are paid all the time, and
/// the sessions of this run are ended in good order before it goes.
/// </summary>
internal sealed partial class SessionHosting(
    AvatarReaper reaper, LocalSessionHost sessions, IAdmission admission, ILogger<SessionHosting> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _reaping = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var orphans = await reaper.EndOrphansAsync(cancellationToken);
        Log.Started(logger, orphans);
        _reaping = reaper.RunAsync(_stop.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        admission.SetDraining(true);
        await _stop.CancelAsync();
        await _reaping.WaitAsync(cancellationToken);
        await sessions.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        Log.Stopped(logger);
    }

    public void Dispose() => _stop.Dispose();

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Session hosting started; {Orphans} sessions of the last run were ended")]
        public static partial void Started(ILogger logger, int orphans);

        [LoggerMessage(2002, LogLevel.Information, "Session hosting stopped; all sessions were ended")]
        public static partial void Stopped(ILogger logger);
    }
}
