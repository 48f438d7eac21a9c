using Connectors.Core.Sessions.Placing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectors.Grains;

/// <summary>Tells the others every second how full this node is, and has the sessions of those taken up that are dead.</summary>
internal sealed partial class NodeHosting(
    IClusterMembershipService membership, NodeChoice choice, Orphans orphans, IGrainFactory grains, TimeProvider time,
    ILogger<NodeHosting> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(TellAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        do
        {
            await TryAsync(() => choice.TellAsync(cancellationToken), cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var dead = -1;
        await TryAsync(() => grains.GetGrain<ISweepGrain>(0).BeginAsync(), cancellationToken);
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            // The first look is for what was left behind before this node was there.
            var known = dead;
            dead = snapshot.Members.Values.Count(member => member.Status == SiloStatus.Dead);
            if (dead > known)
            {
                await TryAsync(() => orphans.TakeUpAsync(cancellationToken), cancellationToken);
            }
        }
    }

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // At the next round again; the sweep looks for what was missed.
            Log.Missed(logger, error.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5002, LogLevel.Warning, "A round of this node's part in the cluster failed: {ErrorType}")]
        public static partial void Missed(ILogger logger, string? errorType);
    }
}
