namespace Connectors.Core.Webhooks;

/// <summary>What came of one attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>The receiver answered with a status of success (2xx).</summary>
    Delivered,

    /// <summary>It answered with another status; redirects are not followed.</summary>
    Status,

    /// <summary>It answered 410: it wants no more.</summary>
    Gone,

    /// <summary>It did not answer within the limit.</summary>
    Timeout,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>This server doesn't allow the address.</summary>
    AddressRefused,
}
