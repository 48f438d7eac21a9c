namespace Connectors.Core.Webhooks;

/// <summary>How much is sent at once. One receiver, or one tenant, or all that fail, never take what the others need.</summary>
internal sealed record SendLimits
{
    /// <summary>Attempts at once.</summary>
    public int Total { get; init; } = 64;

    /// <summary>Attempts at once of one tenant.</summary>
    public int Tenant { get; init; } = 16;

    /// <summary>Attempts at once to one webhook; one that is failing gets 1.</summary>
    public int Webhook { get; init; } = 4;

    /// <summary>Attempts at once to webhooks that are failing.</summary>
    public int Failing { get; init; } = 32;
}
