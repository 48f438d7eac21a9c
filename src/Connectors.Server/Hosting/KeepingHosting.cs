using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Keeping;

namespace Connectors.Server.Hosting;

/// <summary>
/// Runs what goes on beside the sessions: transcripts are written, what has run out is swept, deleted tenants are erased. Ends after
/// the sessions, with the last events written.
/// </summary>
internal sealed class KeepingHosting(SessionKeeper keeper, RetentionSweep sweep, TenantEraser eraser, EventWriter writer)
    : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await writer.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => keeper.RunAsync(stoppingToken), CancellationToken.None),
        Task.Run(() => sweep.RunAsync(stoppingToken), CancellationToken.None),
        Task.Run(() => eraser.RunAsync(stoppingToken), CancellationToken.None));
}
