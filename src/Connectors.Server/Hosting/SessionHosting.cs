using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Hosting;

/// <summary>
/// Begins and ends with the process: what the last run left behind is gone on with or ended first, owed stops are paid all the time, and
/// the sessions of this run are ended in good order before it goes.
/// </summary>
internal sealed partial class SessionHosting(
    SessionResumer resumer, AvatarReaper reaper, LocalSessionHost sessions, IAdmission admission, ILogger<SessionHosting> logger)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (resumed, ended) = await resumer.TakeUpAsync(cancellationToken);
        Log.Started(logger, resumed, ended);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        admission.SetDraining(true);
        await base.StopAsync(cancellationToken);
        await sessions.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        Log.Stopped(logger);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => reaper.RunAsync(stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(
            2001, LogLevel.Information, "Session hosting started; {Resumed} sessions of the last run were taken over, {Ended} ended")]
        public static partial void Started(ILogger logger, int resumed, int ended);

        [LoggerMessage(2002, LogLevel.Information, "Session hosting stopped; all sessions were ended")]
        public static partial void Stopped(ILogger logger);
    }
}
