namespace Connectors.Core.Webhooks;

/// <summary>One event on its way to one webhook: first in the outbox, then in the log.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Its id; ids are made in the order of time.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>Where it goes.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same for every webhook that is told of the event, and for every attempt.</summary>
    public required string MessageId { get; init; }

    /// <summary>Type of the event.</summary>
    public required string EventType { get; init; }

    /// <summary>What is sent, as it is signed.</summary>
    public required string Payload { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>What was tried, oldest first; the last 50.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>Attempts since it was made or replayed.</summary>
    public int Tries { get; init; }

    /// <summary>While it is pending, when it is tried next; afterwards, until when it is kept.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
