namespace Connectors;

/// <summary>Why an agent connection ended.</summary>
public enum CloseKind
{
    /// <summary>The agent hung up; what it said before is played out.</summary>
    EndedByAgent,

    /// <summary>The host closed it.</summary>
    EndedByHost,

    /// <summary>The provider's time limit was reached.</summary>
    MaximumDuration,

    /// <summary>The provider saw no input for too long.</summary>
    Idle,

    /// <summary>The tenant's account at the provider has no credit or quota left.</summary>
    QuotaExceeded,

    /// <summary>The provider refused the credential.</summary>
    Unauthorized,

    /// <summary>Settings or agent are wrong; retrying won't mend it.</summary>
    Misconfigured,

    /// <summary>Too many conversations or requests at once.</summary>
    RateLimited,

    /// <summary>The provider failed.</summary>
    ProviderError,

    /// <summary>The provider sent something that can't be understood.</summary>
    ProtocolError,

    /// <summary>The connection was lost, refused, or stalled.</summary>
    Network,
}
