using Connectors.Core.Records;

namespace Connectors.Core.Webhooks;

/// <summary>
/// Makes deliveries as record writes, so that they are written in the same batch as whatever they tell of: either both are kept
/// or none. <see cref="WebhookSender"/> takes them from there.
/// </summary>
/// <param name="records">Where webhooks are.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookOutbox(WebhookRecords records, IdSource ids, TimeProvider time)
{
    // More than any quota allows.
    private const int MostWebhooks = 1_000;

    /// <summary>Prepares a delivery to every webhook of the tenant that wants the event.</summary>
    /// <param name="told">The event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What to write; empty if nobody wants it.</returns>
    public async Task<IReadOnlyList<RecordWrite>> PrepareAsync(WebhookEvent told, CancellationToken cancellationToken)
    {
        var page = new RecordQuery(RecordKinds.Webhook, told.TenantId) { Limit = MostWebhooks };
        var webhooks = await records.Webhooks.ListAsync(told.TenantId, page, cancellationToken);
        var messageId = NextMessageId();
        List<RecordWrite> writes = [];
        foreach (var webhook in webhooks.Values.Select(stored => stored.Value).Where(webhook => webhook.Wants(told.Type)))
        {
            writes.Add(await records.Deliveries.AddAsync(DeliveryOf(told, webhook.Id, messageId), cancellationToken));
        }

        return writes;
    }

    /// <summary>A delivery to one webhook, wanted or not.</summary>
    internal WebhookDelivery DeliveryOf(WebhookEvent told, string webhookId) => DeliveryOf(told, webhookId, NextMessageId());

    private string NextMessageId() => $"msg_{ids.Next()}";

    private WebhookDelivery DeliveryOf(WebhookEvent told, string webhookId, string messageId)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = ids.Next(),
            TenantId = told.TenantId,
            WebhookId = webhookId,
            MessageId = messageId,
            EventType = told.Type,
            Payload = told.ToPayload(),
            CreatedAt = now,
            Due = now,
        };
    }
}
