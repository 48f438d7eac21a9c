using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Webhooks;

/// <summary>Where a tenant's webhooks are made, changed and tried, and their deliveries read and replayed.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="records">Webhooks and deliveries.</param>
/// <param name="outbox">Makes tests.</param>
/// <param name="rules">Judges addresses.</param>
public sealed class WebhookDesk(TenancyEnvironment environment, WebhookRecords records, WebhookOutbox outbox, UrlRules rules)
{
    private const string Noun = "webhook";

    private readonly Shelf<Webhook> _shelf = new(environment, records.Webhooks, Noun, quotas => quotas.Webhooks);
    private readonly DeliveryReplay _replay = new(environment, records);

    /// <summary>Makes a webhook, with a secret of its own.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Webhook>>> CreateAsync(Caller caller, WebhookDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Errors(rules).ToList() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var now = environment.Now();
        var webhook = new Webhook
        {
            Id = environment.NextId(),
            TenantId = caller.TenantId,
            Url = draft.Url!,
            Events = [.. draft.Events!.Distinct()],
            Description = draft.Description ?? string.Empty,
            Secrets = SigningSecrets.Create(),
            Disabled = draft.Enabled ? null : WebhookDisabling.ByTenant,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await _shelf.AddAsync(caller, webhook, cancellationToken);
    }

    /// <summary>Reads one, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stored<Webhook>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _shelf.Records.FindAsync(tenantId, id, cancellationToken);

    /// <summary>Reads a page.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<Webhook>> ListAsync(string tenantId, RecordQuery? page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(tenantId, page, cancellationToken);

    /// <summary>Replaces it; the secrets stay. One that is enabled again begins without its failures.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Webhook>>> ReplaceAsync(
        Caller caller, string id, WebhookDraft draft, long? version, CancellationToken cancellationToken) =>
        draft.Errors(rules).ToList() is { Count: > 0 } errors
            ? Refusal.Invalid(errors)
            : await _shelf.ReplaceAsync(new(caller, "replace", id, version, old => With(old, draft)), cancellationToken);

    /// <summary>Gives it a new secret; the one before signs beside it for a while.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="overlap">How long the secret before goes on; zero to <see cref="SigningSecrets.LongestOverlap"/>.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Webhook>>> RotateSecretAsync(
        Caller caller, string id, TimeSpan overlap, long? version, CancellationToken cancellationToken)
    {
        if (SigningSecrets.OverlapError(overlap) is { } error)
        {
            return Refusal.Invalid(error);
        }

        return await _shelf.ReplaceAsync(
            new(caller, "rotate", id, version, old => old with
            {
                Secrets = SigningSecrets.Rotate(old.Secrets, environment.Now(), overlap),
                UpdatedAt = environment.Now(),
            }),
            cancellationToken);
    }

    /// <summary>Deletes it, and its deliveries with it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">The version that is to be deleted, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Webhook>>> DeleteAsync(
        Caller caller, string id, long? version, CancellationToken cancellationToken)
    {
        var deleted = await _shelf.RemoveAsync(caller, id, version, cancellationToken);
        if (deleted.IsDone)
        {
            // What is left of them, should this not come to its end, goes when it is due.
            await records.Store.RemoveAllAsync(caller.TenantId, RecordKinds.Delivery, id, cancellationToken);
        }

        return deleted;
    }

    /// <summary>Reads a page of a webhook's deliveries.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<WebhookDelivery>> DeliveriesAsync(
        string tenantId, string id, RecordQuery? page, CancellationToken cancellationToken) =>
        records.Deliveries.ListAsync(
            tenantId, (page ?? new(RecordKinds.Delivery, tenantId) { Descending = true }) with { Tag = id }, cancellationToken);

    /// <summary>Reads a delivery, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<WebhookDelivery?> FindDeliveryAsync(
        string tenantId, string id, string deliveryId, CancellationToken cancellationToken) =>
        (await _replay.FindAsync(tenantId, id, deliveryId, cancellationToken))?.Value;

    /// <summary>Sends a delivery again, under the same message id, with the whole schedule before it; a pending one at once.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<WebhookDelivery>>> ReplayAsync(
        Caller caller, string id, string deliveryId, CancellationToken cancellationToken) =>
        _replay.OneAsync(caller, id, deliveryId, cancellationToken);

    /// <summary>Sends everything again that was made since a time and has failed.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="since">Made then or later.</param>
    /// <param name="cancellationToken">Cancels the wait; a part may have been replayed.</param>
    public Task<Outcome<ReplayCount>> ReplayFailedAsync(
        Caller caller, string id, DateTimeOffset since, CancellationToken cancellationToken) =>
        _replay.FailedAsync(caller, id, since, cancellationToken);

    /// <summary>Sends a test; the log tells what came of it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<WebhookDelivery>>> TestAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        environment.ChangeAsync<Stored<WebhookDelivery>>(
            async token =>
            {
                if (await _replay.RefusalAsync(caller.TenantId, id, token) is { } refused)
                {
                    return refused;
                }

                var delivery = outbox.DeliveryOf(WebhookEvent.Test(caller.TenantId, id, environment.Now()), id);
                return new Change<Stored<WebhookDelivery>>(
                    caller.Did("webhook.test", $"{Noun}/{id}"), [await records.Deliveries.AddAsync(delivery, token)], new(delivery, 1));
            },
            cancellationToken);

    private Webhook With(Webhook old, WebhookDraft draft) => old with
    {
        Url = draft.Url!,
        Events = [.. draft.Events!.Distinct()],
        Description = draft.Description ?? string.Empty,
        Disabled = draft.Enabled ? null : old.Disabled ?? WebhookDisabling.ByTenant,
        FailingSince = draft.Enabled && old.Disabled is null ? old.FailingSince : null,
        UpdatedAt = environment.Now(),
    };
}
