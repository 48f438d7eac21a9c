using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Hosting;

/// <summary>
/// Runs and ends with the process: owed stops are paid all the time, and the sessions of this run are ended in good order before it goes.
/// </summary>
internal sealed partial class SessionHosting(
    AvatarReaper reaper, LocalSessionHost sessions, IAdmission admission, ILogger<SessionHosting> logger) : BackgroundService
{
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
        [LoggerMessage(2002, LogLevel.Information, "Session hosting stopped; all sessions were ended")]
        public static partial void Stopped(ILogger logger);
    }
}
