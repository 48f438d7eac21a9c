using Connectors.Core.Records;
using Connectors.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Webhooks;

/// <summary>Webhooks and deliveries, as they are kept: sealed, for addresses and secrets are in them.</summary>
/// <param name="store">Where.</param>
/// <param name="vault">Seals them.</param>
/// <param name="loggers">Told of what can't be read.</param>
public sealed class WebhookRecords(IRecordStore store, IVault vault, ILoggerFactory loggers)
{
    /// <summary>The store itself.</summary>
    public IRecordStore Store { get; } = store;

    /// <summary>Webhooks.</summary>
    public RecordSet<Webhook> Webhooks { get; } = new(
        store,
        vault,
        new(RecordKinds.Webhook, WebhookJson.Default.Webhook, webhook => (webhook.TenantId, webhook.Id)) { IsSealed = true },
        loggers.CreateLogger<WebhookRecords>());

    /// <summary>Deliveries, found by webhook.</summary>
    public RecordSet<WebhookDelivery> Deliveries { get; } = new(
        store,
        vault,
        new(RecordKinds.Delivery, WebhookJson.Default.WebhookDelivery, delivery => (delivery.TenantId, delivery.Id))
        {
            IsSealed = true,
            TagOf = delivery => delivery.WebhookId,
            DueOf = delivery => delivery.Due,
        },
        loggers.CreateLogger<WebhookRecords>());
}
