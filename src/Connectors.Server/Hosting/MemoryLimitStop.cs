using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Handover;

namespace Connectors.Server.Hosting;

/// <summary>
/// Replaces the process before the system kills it for its memory: native memory grows with every session that was (docs/04-figures.md).
/// Above the limit for half a minute it is not ready any more and lets nobody in; then it ends in good order, and whoever supervises it
/// starts it anew. Its sessions move to other nodes; where there are none they are given time to end.
/// </summary>
internal sealed partial class MemoryLimitStop(
    MemoryLimit limit,
    IAdmission admission,
    ISuccession succession,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MemoryLimitStop> logger) : BackgroundService
{
    /// <summary>Exit code of a process that ended because it had grown too large.</summary>
    public const int ExitCode = 71;

    // A collection or a burst of starts may pass the limit for a moment.
    private const int Rounds = 3;
    private const double Megabyte = 1_000_000;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    /// <summary>Looks until the process has to go, and has it go.</summary>
    /// <param name="stoppingToken">It goes for another reason.</param>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        if (limit.Bytes == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Round, time);
        for (var above = 0; above < Rounds; above = limit.Used() > limit.Bytes ? above + 1 : 0)
        {
            await timer.WaitForNextTickAsync(stoppingToken);
        }

        Log.Above(logger, limit.Used() / Megabyte, limit.Bytes / Megabyte);
        var began = time.GetTimestamp();
        do
        {
            // Again each time: somebody may have opened the node meanwhile.
            admission.SetDraining(true);
        }
        while (IsWaitedFor(began) && await timer.WaitForNextTickAsync(stoppingToken));

        Environment.ExitCode = ExitCode;
        Log.Stopping(logger, admission.Figures.Sessions);
        lifetime.StopApplication();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private bool IsWaitedFor(long began) =>
        admission.Figures.Sessions > 0
        && !succession.HasPeers
        && limit.Used() <= limit.MostBytes
        && time.GetElapsedTime(began) < limit.Patience;

    private static partial class Log
    {
        [LoggerMessage(
            2012, LogLevel.Warning, "The process had grown to {Used:0} MB, above its {Limit:0} MB, and let no session in any more")]
        public static partial void Above(ILogger logger, double used, double limit);

        [LoggerMessage(2013, LogLevel.Warning, "The process was told to stop for its memory, with {Sessions} sessions")]
        public static partial void Stopping(ILogger logger, int sessions);
    }
}
