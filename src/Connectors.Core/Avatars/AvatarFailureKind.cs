namespace Connectors.Core.Avatars;

/// <summary>The ways in which a call to LiveAvatar fails.</summary>
public enum AvatarFailureKind
{
    /// <summary>The API key was refused.</summary>
    Unauthorized,

    /// <summary>Avatar, limits or another part of the request is wrong: the tenant can mend it.</summary>
    InvalidRequest,

    /// <summary>No credit left.</summary>
    NoCredits,

    /// <summary>Too many sessions at once, or too many calls.</summary>
    LimitReached,

    /// <summary>The session is unknown or over.</summary>
    NotFound,

    /// <summary>LiveAvatar failed.</summary>
    ServerError,

    /// <summary>LiveAvatar could not be reached, or answered something else than its API.</summary>
    Unreachable,
}
