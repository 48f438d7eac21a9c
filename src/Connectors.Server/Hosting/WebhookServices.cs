using Connectors.Core.Webhooks;

namespace Connectors.Server.Hosting;

/// <summary>Webhooks: their desk, their outbox and what sends them.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookRecords>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<WebhookDesk>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<DeliveryBook>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService<WebhookHosting>();
        return services;
    }
}
