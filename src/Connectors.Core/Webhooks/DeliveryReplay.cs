using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Webhooks;

/// <summary>Puts deliveries back into the outbox.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="records">Webhooks and deliveries.</param>
internal sealed class DeliveryReplay(TenancyEnvironment environment, WebhookRecords records)
{
    private const int Batch = 200;

    public async Task<Stored<WebhookDelivery>?> FindAsync(
        string tenantId, string webhookId, string deliveryId, CancellationToken cancellationToken) =>
        await records.Deliveries.FindAsync(tenantId, deliveryId, cancellationToken) is { } stored && stored.Value.WebhookId == webhookId
            ? stored
            : null;

    /// <summary>Why nothing can be sent to a webhook, or null.</summary>
    public async Task<Refusal?> RefusalAsync(string tenantId, string webhookId, CancellationToken cancellationToken) =>
        await records.Webhooks.FindAsync(tenantId, webhookId, cancellationToken) switch
        {
            null => Refusal.NotFound("webhook"),
            { Value.Disabled: not null } => new(RefusalKind.WrongState, "The webhook is disabled: enable it first."),
            _ => null,
        };

    public Task<Outcome<Stored<WebhookDelivery>>> OneAsync(
        Caller caller, string webhookId, string deliveryId, CancellationToken cancellationToken) =>
        environment.ChangeAsync<Stored<WebhookDelivery>>(
            async token =>
            {
                if (await RefusalAsync(caller.TenantId, webhookId, token) is { } refused)
                {
                    return refused;
                }

                if (await FindAsync(caller.TenantId, webhookId, deliveryId, token) is not { } stored)
                {
                    return Refusal.NotFound("delivery");
                }

                // One that is due has been taken or will be in a moment.
                if (stored.Value.Status == DeliveryStatus.Pending && stored.Value.Due <= environment.Now())
                {
                    return new Refusal(RefusalKind.WrongState, "The delivery is being sent just now.");
                }

                var again = stored with { Value = Again(stored.Value) };
                return new Change<Stored<WebhookDelivery>>(
                    caller.Did("webhook.replay", $"webhook/{webhookId}/delivery/{deliveryId}"),
                    [await records.Deliveries.ReplaceAsync(again, token)],
                    again with { Version = again.Version + 1 });
            },
            cancellationToken);

    public async Task<Outcome<ReplayCount>> FailedAsync(
        Caller caller, string webhookId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(caller.TenantId, webhookId, cancellationToken) is { } refused)
        {
            return refused;
        }

        var count = 0;
        string? after = null;
        do
        {
            var page = await PageAsync(caller.TenantId, webhookId, after, cancellationToken);
            var failed = page.Values.Select(stored => stored.Value)
                .Where(delivery => delivery.CreatedAt >= since && delivery.Status == DeliveryStatus.Failed).ToList();
            var replayed = await BatchAsync(caller, webhookId, failed, cancellationToken);
            if (!replayed.IsDone)
            {
                return replayed.Refusal;
            }

            count += replayed.Value.Replayed;

            // Newest first: what comes behind an older one is older.
            after = page.Values.Any(stored => stored.Value.CreatedAt < since) ? null : page.Next;
        }
        while (after is not null);

        return new ReplayCount(count);
    }

    private Task<RecordPage<WebhookDelivery>> PageAsync(
        string tenantId, string webhookId, string? after, CancellationToken cancellationToken) =>
        records.Deliveries.ListAsync(
            tenantId,
            new(RecordKinds.Delivery, tenantId) { Tag = webhookId, After = after, Descending = true, Limit = Batch },
            cancellationToken);

    private async Task<Outcome<ReplayCount>> BatchAsync(
        Caller caller, string webhookId, List<WebhookDelivery> failed, CancellationToken cancellationToken) =>
        failed.Count == 0
            ? new ReplayCount(0)
            : await environment.ChangeAsync<ReplayCount>(
                async token =>
                {
                    List<RecordWrite> writes = [];
                    foreach (var delivery in failed)
                    {
                        if (await FindAsync(caller.TenantId, webhookId, delivery.Id, token) is { Value.Status: DeliveryStatus.Failed } now)
                        {
                            writes.Add(await records.Deliveries.ReplaceAsync(now with { Value = Again(now.Value) }, token));
                        }
                    }

                    return new Change<ReplayCount>(
                        caller.Did("webhook.replay-failed", $"webhook/{webhookId}"), writes, new(writes.Count));
                },
                cancellationToken);

    private WebhookDelivery Again(WebhookDelivery delivery) => delivery with
    {
        Status = DeliveryStatus.Pending,
        Tries = 0,
        Due = environment.Now(),
    };
}
