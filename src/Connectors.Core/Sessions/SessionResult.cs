namespace Connectors.Core.Sessions;

/// <summary>How a session went, told apart by who can mend it.</summary>
public enum SessionResult
{
    /// <summary>It ended as sessions should.</summary>
    Completed,

    /// <summary>The tenant's keys, settings, limits or credit.</summary>
    TenantError,

    /// <summary>The agent's provider failed.</summary>
    ProviderError,

    /// <summary>LiveAvatar failed.</summary>
    AvatarError,

    /// <summary>We failed; also whatever nobody classified.</summary>
    ServerError,

    /// <summary>Nobody could tell why.</summary>
    Indeterminate,
}
