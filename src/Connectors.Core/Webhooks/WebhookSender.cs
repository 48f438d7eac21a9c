using Connectors.Core.Records;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Webhooks;

/// <summary>
/// Sends what is due, at least once: a delivery whose outcome could not be written down is sent again, under the same
/// <c>webhook-id</c>. Several nodes may run one each over the same store.
/// </summary>
/// <param name="records">Webhooks and deliveries.</param>
/// <param name="book">Writes down what becomes of them.</param>
/// <param name="client">Makes the attempts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what the operator should know.</param>
public sealed partial class WebhookSender(
    WebhookRecords records, DeliveryBook book, WebhookClient client, TimeProvider time, ILogger<WebhookSender> logger)
{
    private const int Batch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    // What can't be read (damage, a newer program) must not stand in front of what can.
    private static readonly TimeSpan UnreadablePause = TimeSpan.FromDays(1);

    private readonly SendSlots _slots = new(new());
    private readonly List<Task> _running = [];

    /// <summary>Attempts that have begun and whose outcome isn't written yet.</summary>
    internal Task Running => Task.WhenAll(_running);

    /// <summary>Sends until it is told to stop; then what has begun gets 5 s to finish.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var abort = new CancellationTokenSource();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(await RoundAsync(abort.Token, cancellationToken), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                Log.RoundBroke(logger, error.GetType().FullName);
                await Task.WhenAny(Task.Delay(PauseAfterFault, time, cancellationToken));
            }
        }

        try
        {
            await Running.WaitAsync(StopLimit, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await abort.CancelAsync();
            await Running;
        }
    }

    /// <summary>Begins an attempt for all that is due and has a place.</summary>
    /// <param name="abort">Cancels attempts.</param>
    /// <param name="cancellationToken">Cancels the round.</param>
    internal async Task<RoundEnd> RoundAsync(CancellationToken abort, CancellationToken cancellationToken)
    {
        _running.RemoveAll(static task => task.IsCompleted);
        var due = await records.Store.ListDueAsync(RecordKinds.Delivery, time.GetUtcNow(), Batch, cancellationToken);
        Dictionary<(string, string), Webhook?> webhooks = [];
        foreach (var record in due)
        {
            var delivery = await records.Deliveries.ReadAsync(record, cancellationToken);
            if (delivery is null)
            {
                await book.MoveAsync(record, time.GetUtcNow() + UnreadablePause, cancellationToken);
                continue;
            }

            var name = (delivery.Value.TenantId, delivery.Value.WebhookId);
            if (!webhooks.TryGetValue(name, out var webhook))
            {
                webhook = (await records.Webhooks.FindAsync(name.TenantId, name.WebhookId, cancellationToken))?.Value;
                webhooks.Add(name, webhook);
            }

            if (!await TakeAsync(record, delivery, webhook, abort, cancellationToken))
            {
                return RoundEnd.Full;
            }
        }

        return due.Count == Batch ? RoundEnd.More : RoundEnd.Done;
    }

    private async Task WaitAsync(RoundEnd end, CancellationToken cancellationToken)
    {
        if (end == RoundEnd.Full)
        {
            await Task.WhenAny(_running).WaitAsync(cancellationToken);
        }
        else if (end == RoundEnd.Done)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<bool> TakeAsync(
        StoredRecord record,
        Stored<WebhookDelivery> delivery,
        Webhook? webhook,
        CancellationToken abort,
        CancellationToken cancellationToken)
    {
        if (delivery.Value.Status != DeliveryStatus.Pending || webhook is null)
        {
            await book.RemoveAsync(delivery, cancellationToken);
        }
        else if (webhook.Disabled is not null)
        {
            await book.GiveUpAsync(delivery, cancellationToken);
        }
        else
        {
            var answer = _slots.Take(webhook);
            if (answer == SlotAnswer.Busy)
            {
                await book.MoveAsync(record, _slots.NextTurn(webhook, time.GetUtcNow()), cancellationToken);
            }
            else if (answer == SlotAnswer.Taken)
            {
                _running.Add(SendAsync(record, delivery, webhook, abort));
            }

            return answer != SlotAnswer.Full;
        }

        return true;
    }

    private async Task SendAsync(StoredRecord record, Stored<WebhookDelivery> delivery, Webhook webhook, CancellationToken abort)
    {
        try
        {
            if (!await book.MoveAsync(record, time.GetUtcNow() + DeliveryBook.Lease, abort))
            {
                return;
            }

            var (attempt, retryAfter) = await client.SendAsync(webhook, delivery.Value, abort);
            var taken = delivery with { Version = delivery.Version + 1 };
            if (await book.SettleAsync(taken, attempt, retryAfter, abort) is { } why)
            {
                Log.Disabled(logger, webhook.TenantId, webhook.Id, why);
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // It is due again when its lease is over.
        }
        catch (Exception error)
        {
            Log.AttemptBroke(logger, webhook.TenantId, delivery.Value.Id, error.GetType().FullName);
        }
        finally
        {
            _slots.Release(webhook);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Warning, "Webhook {TenantId}/{WebhookId} was disabled: {Why}")]
        public static partial void Disabled(ILogger logger, string tenantId, string webhookId, WebhookDisabling why);

        [LoggerMessage(1202, LogLevel.Error, "Delivery {TenantId}/{DeliveryId} broke and will be repeated: {ErrorType}")]
        public static partial void AttemptBroke(ILogger logger, string tenantId, string deliveryId, string? errorType);

        [LoggerMessage(1203, LogLevel.Error, "A round of webhooks broke: {ErrorType}")]
        public static partial void RoundBroke(ILogger logger, string? errorType);
    }
}
