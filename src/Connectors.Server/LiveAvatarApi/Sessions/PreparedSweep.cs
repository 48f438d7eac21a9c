namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>Removes sessions that were prepared and never started, or are long over.</summary>
internal sealed partial class PreparedSweep(PreparedRecords records, TimeProvider time, ILogger<PreparedSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await records.SweepAsync(time.GetUtcNow(), stoppingToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.SweepFailed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2202, LogLevel.Warning, "Prepared sessions could not be swept; tried again in a minute")]
        public static partial void SweepFailed(ILogger logger, Exception error);
    }
}
