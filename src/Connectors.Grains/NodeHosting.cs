using Connectors.Core.Sessions.Placing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectors.Grains;

/// <summary>Tells the others how full this node is, and has the sessions of those taken up that are dead.</summary>
internal sealed partial class NodeHosting(
    IClusterMembershipService membership, NodeTelling telling, Orphans orphans, IGrainFactory grains, ILogger<NodeHosting> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(telling.RunAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        // The first look is for what was left behind before this node was there.
        var seen = -1;
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            var dead = snapshot.Members.Values.Count(member => member.Status == SiloStatus.Dead);
            try
            {
                if (dead > seen)
                {
                    await grains.GetGrain<ISweepGrain>(0).BeginAsync();
                    await orphans.TakeUpAsync(cancellationToken);
                }

                seen = dead;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // At the next change again; the sweep looks for what was missed.
                Log.Missed(logger, error.GetType().FullName);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5002, LogLevel.Warning, "What nodes that are gone left behind was not looked for: {ErrorType}")]
        public static partial void Missed(ILogger logger, string? errorType);
    }
}
