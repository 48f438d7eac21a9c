using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Webhooks;

/// <summary>
/// Writes down what becomes of deliveries. Whoever sends one first moves its time forward, on the condition that nobody else
/// did: a lease. A process that dies in between leaves it due when the lease is over, and it is sent again under the same id.
/// </summary>
/// <param name="records">Webhooks and deliveries.</param>
/// <param name="tenants">Whose retention counts.</param>
/// <param name="audit">Told when a webhook is disabled.</param>
/// <param name="time">The clock.</param>
public sealed class DeliveryBook(WebhookRecords records, TenancyRecords tenants, IAuditLog audit, TimeProvider time)
{
    /// <summary>Longer than an attempt and the writing of its outcome.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int MostAttempts = 50;
    private const int MostRepeats = 10;

    private static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(new TenantRetention().DeliveryDays);

    /// <summary>Moves a record's time, unless somebody else has changed it.</summary>
    /// <returns>Whether it was moved; its version is one higher then.</returns>
    internal async Task<bool> MoveAsync(StoredRecord record, DateTimeOffset due, CancellationToken cancellationToken) =>
        await records.Store.WriteAsync([new RecordWrite.Replace(record with { Due = due })], cancellationToken) is null;

    /// <summary>Removes what is no longer kept, unless it was changed meanwhile.</summary>
    internal Task RemoveAsync(Stored<WebhookDelivery> delivery, CancellationToken cancellationToken) =>
        records.Store.WriteAsync([records.Deliveries.Remove(delivery)], cancellationToken);

    /// <summary>Gives a delivery up whose webhook is disabled.</summary>
    internal async Task GiveUpAsync(Stored<WebhookDelivery> delivery, CancellationToken cancellationToken)
    {
        var failed = delivery.Value with
        {
            Status = DeliveryStatus.Failed,
            Due = await KeptUntilAsync(delivery.Value.TenantId, cancellationToken),
        };
        await records.Store.WriteAsync(
            [await records.Deliveries.ReplaceAsync(delivery with { Value = failed }, cancellationToken)], cancellationToken);
    }

    /// <summary>Writes down an attempt, and what it means for the webhook.</summary>
    /// <param name="delivery">The delivery as it stood when it was taken.</param>
    /// <param name="attempt">What came of it.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Why the webhook is disabled by this, or null.</returns>
    internal async Task<WebhookDisabling?> SettleAsync(
        Stored<WebhookDelivery> delivery, DeliveryAttempt attempt, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var after = await AfterAsync(delivery.Value, attempt, retryAfter, cancellationToken);
        var key = records.Deliveries.KeyOf(after);
        for (var repeat = 0; repeat < MostRepeats; repeat++)
        {
            List<RecordWrite> writes = [await records.Deliveries.ReplaceAsync(delivery with { Value = after }, cancellationToken)];
            var webhook = await records.Webhooks.FindAsync(after.TenantId, after.WebhookId, cancellationToken);
            var judged = webhook is null ? null : Judge(webhook.Value, attempt);
            if (judged is not null)
            {
                writes.Add(await records.Webhooks.ReplaceAsync(webhook! with { Value = judged }, cancellationToken));
            }

            var disabled = judged?.Disabled;
            var unmet = disabled is null
                ? await records.Store.WriteAsync(writes, cancellationToken)
                : await audit.WriteAsync(
                    Caller.Service(after.TenantId).Did("webhook.disable", $"webhook/{after.WebhookId}"), writes, cancellationToken);
            if (unmet is null || unmet == key)
            {
                // Of a delivery that somebody else has taken, replayed or deleted meanwhile, their word counts.
                return unmet is null ? disabled : null;
            }
        }

        return null;
    }

    private async Task<WebhookDelivery> AfterAsync(
        WebhookDelivery delivery, DeliveryAttempt attempt, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var tries = delivery.Tries + 1;
        var pause = attempt.Outcome is AttemptOutcome.Delivered or AttemptOutcome.Gone ? null : RetrySchedule.After(tries, retryAfter);
        return delivery with
        {
            Tries = tries,
            Attempts = [.. delivery.Attempts.TakeLast(MostAttempts - 1), attempt],
            Status = pause is not null ? DeliveryStatus.Pending
                : attempt.Outcome == AttemptOutcome.Delivered ? DeliveryStatus.Delivered
                : DeliveryStatus.Failed,
            Due = pause is not null ? time.GetUtcNow() + pause.Value : await KeptUntilAsync(delivery.TenantId, cancellationToken),
        };
    }

    // Null: nothing changes.
    private Webhook? Judge(Webhook webhook, DeliveryAttempt attempt)
    {
        var now = time.GetUtcNow();
        return attempt.Outcome == AttemptOutcome.Delivered
            ? webhook.FailingSince is null ? null : webhook with { FailingSince = null }
            : webhook.Disabled is not null ? null
            : attempt.Outcome == AttemptOutcome.Gone ? webhook with { Disabled = WebhookDisabling.Gone }
            : webhook.FailingSince is not { } since ? webhook with { FailingSince = now }
            : now - since >= RetrySchedule.DisableAfter ? webhook with { Disabled = WebhookDisabling.Failing }
            : null;
    }

    private async Task<DateTimeOffset> KeptUntilAsync(string tenantId, CancellationToken cancellationToken)
    {
        var tenant = await tenants.Tenants.FindAsync(RecordKey.Operator, tenantId, cancellationToken);
        var kept = tenant is null ? DefaultRetention : TimeSpan.FromDays(tenant.Value.Retention.DeliveryDays);
        return time.GetUtcNow() + kept;
    }
}
