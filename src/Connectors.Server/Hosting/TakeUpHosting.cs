using Connectors.Core.Sessions;

namespace Connectors.Server.Hosting;

/// <summary>What the last run left behind is gone on with or ended before anything else: a node that belongs to no cluster.</summary>
internal sealed partial class TakeUpHosting(SessionResumer resumer, ILogger<TakeUpHosting> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (resumed, ended) = await resumer.TakeUpAsync(cancellationToken);
        Log.Started(logger, resumed, ended);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            2001, LogLevel.Information, "Session hosting started; {Resumed} sessions of the last run were taken over, {Ended} ended")]
        public static partial void Started(ILogger logger, int resumed, int ended);
    }
}
