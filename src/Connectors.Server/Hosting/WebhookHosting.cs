using Connectors.Core.Webhooks;

namespace Connectors.Server.Hosting;

/// <summary>Sends webhooks as long as the process lives.</summary>
internal sealed class WebhookHosting(WebhookSender sender) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sender.RunAsync(stoppingToken);
}
