namespace Connectors.Core.Webhooks;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>It will be tried, first or again.</summary>
    Pending,

    /// <summary>The receiver answered with a status of success.</summary>
    Delivered,

    /// <summary>It was given up; it can be replayed.</summary>
    Failed,
}
