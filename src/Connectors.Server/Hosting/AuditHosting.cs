using Connectors.Core.Auditing;

namespace Connectors.Server.Hosting;

/// <summary>Tells the log stream of the audit logs' heads as long as the process lives.</summary>
internal sealed class AuditHosting(AuditHeadTelling telling) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _telling = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _telling = telling.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _telling.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();
}
