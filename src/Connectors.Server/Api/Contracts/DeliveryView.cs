using Connectors.Core.Webhooks;

namespace Connectors.Server.Api.Contracts;

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MessageId">The header webhook-id.</param>
/// <param name="EventType">Type of the event.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NextAttemptAt">When it is tried next; null: not any more.</param>
/// <param name="Attempts">What was tried, oldest first.</param>
internal sealed record DeliveryView(
    string Id,
    string MessageId,
    string EventType,
    DeliveryStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<DeliveryAttempt> Attempts)
{
    public static DeliveryView From(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.MessageId,
        delivery.EventType,
        delivery.Status,
        delivery.CreatedAt,
        delivery.Status == DeliveryStatus.Pending ? delivery.Due : null,
        delivery.Attempts);

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
