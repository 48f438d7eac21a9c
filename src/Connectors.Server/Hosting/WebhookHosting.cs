using Connectors.Core.Webhooks;

namespace Connectors.Server.Hosting;

/// <summary>Sends webhooks as long as the process lives.</summary>
internal sealed class WebhookHosting(WebhookSender sender) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sending = sender.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _sending.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();
}
