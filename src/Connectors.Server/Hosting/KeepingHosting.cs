using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Keeping;

namespace Connectors.Server.Hosting;

/// <summary>
/// Runs what goes on beside the sessions: transcripts are written, what has run out is swept, deleted tenants are erased. Ends after
/// the sessions, with the last events written.
/// </summary>
internal sealed class KeepingHosting(SessionKeeper keeper, RetentionSweep sweep, TenantEraser eraser, EventWriter writer)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(
            Task.Run(() => keeper.RunAsync(_stop.Token), CancellationToken.None),
            Task.Run(() => sweep.RunAsync(_stop.Token), CancellationToken.None),
            Task.Run(() => eraser.RunAsync(_stop.Token), CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loops.WaitAsync(cancellationToken);
        await writer.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();
}
