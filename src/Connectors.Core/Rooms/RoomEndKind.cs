namespace Connectors.Core.Rooms;

/// <summary>Why a room connection ended.</summary>
public enum RoomEndKind
{
    /// <summary>We left.</summary>
    LeftByUs,

    /// <summary>Another participant joined with our identity; never rejoined blindly.</summary>
    DuplicateIdentity,

    /// <summary>Somebody removed us; never rejoined blindly.</summary>
    ParticipantRemoved,

    /// <summary>The room was deleted or closed.</summary>
    RoomDeleted,

    /// <summary>The server refused the token.</summary>
    TokenRefused,

    /// <summary>The server could not be reached.</summary>
    Unreachable,

    /// <summary>The connection broke and could not be repaired.</summary>
    Lost,

    /// <summary>The server is shutting down or told us to leave for its own reasons.</summary>
    ServerShutdown,

    /// <summary>The library failed.</summary>
    LibraryFailure,
}
