namespace Connectors.Core.Tenancy;

/// <summary>The ways in which something that was asked for is refused.</summary>
public enum RefusalKind
{
    /// <summary>There is no such thing, or it belongs to somebody else.</summary>
    NotFound,

    /// <summary>Members of the request are wrong.</summary>
    Invalid,

    /// <summary>There is one of that name already, or the same idempotency key came with another request.</summary>
    Conflict,

    /// <summary>It was changed meanwhile.</summary>
    Changed,

    /// <summary>Other things depend on it.</summary>
    InUse,

    /// <summary>The tenant has as many of them as its quota allows.</summary>
    QuotaReached,

    /// <summary>Too many within too short a time.</summary>
    RateReached,

    /// <summary>The credential's own limit of conversations at once is reached.</summary>
    CredentialBusy,

    /// <summary>The service takes no more sessions just now.</summary>
    CapacityReached,

    /// <summary>The provider or LiveAvatar refuses the credential or the settings.</summary>
    ProviderRefused,

    /// <summary>The provider or LiveAvatar could not be asked.</summary>
    ProviderUnreachable,

    /// <summary>It has ended, or hasn't begun.</summary>
    WrongState,

    /// <summary>Our fault.</summary>
    Failed,
}
