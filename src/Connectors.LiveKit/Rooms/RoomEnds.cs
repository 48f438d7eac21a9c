using System.Globalization;
using Connectors.Core.Rooms;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>Says in our words why the library or the server ended a room.</summary>
internal static class RoomEnds
{
    /// <summary>We left.</summary>
    public static Core.Rooms.RoomEvent.Ended Left { get; } = new(RoomEndKind.LeftByUs, "We left the room.");

    /// <summary>The library has panicked.</summary>
    public static Core.Rooms.RoomEvent.Ended LibraryFailed { get; } = new(RoomEndKind.LibraryFailure, "The LiveKit library failed.");

    /// <summary>The end that stands for a reason of the server or the library.</summary>
    /// <param name="reason">LiveKit's DisconnectReason.</param>
    public static Core.Rooms.RoomEvent.Ended Of(DisconnectReason reason) => reason switch
    {
        DisconnectReason.ClientInitiated => Left,
        DisconnectReason.DuplicateIdentity => new(RoomEndKind.DuplicateIdentity, "Another participant joined with our identity."),
        DisconnectReason.ServerShutdown => new(RoomEndKind.ServerShutdown, "The room server is shutting down."),
        DisconnectReason.ParticipantRemoved => new(RoomEndKind.ParticipantRemoved, "We were removed from the room."),
        DisconnectReason.RoomDeleted => new(RoomEndKind.RoomDeleted, "The room was deleted."),
        DisconnectReason.RoomClosed => new(RoomEndKind.RoomDeleted, "The room was closed."),
        DisconnectReason.JoinFailure => new(RoomEndKind.Lost, "The room could not be joined completely."),
        DisconnectReason.StateMismatch => new(RoomEndKind.Lost, "The room server and we disagreed about the connection's state."),
        DisconnectReason.SignalClose => new(RoomEndKind.Lost, "The connection to the room server closed."),
        DisconnectReason.ConnectionTimeout => new(RoomEndKind.Lost, "The connection to the room server timed out."),
        DisconnectReason.MediaFailure => new(RoomEndKind.Lost, "The media connection failed."),
        DisconnectReason.Migration => new(RoomEndKind.ServerShutdown, "The room moved to another server."),
        DisconnectReason.UnknownReason => new(RoomEndKind.Lost, "The connection to the room was lost."),
        _ => new(RoomEndKind.Lost, string.Create(CultureInfo.InvariantCulture, $"The room ended for LiveKit's reason {(int)reason}.")),
    };

    /// <summary>
    /// The end that stands for an error of joining. The library has no typed errors: it passes the text of the server's
    /// HTTP answer, whose status is what counts here; the text itself is not passed on.
    /// </summary>
    /// <param name="error">The library's text.</param>
    public static Core.Rooms.RoomEvent.Ended OfJoin(string error)
    {
        string[] refusals = ["401", "403", "Unauthorized", "Forbidden", "access token has invalid characters"];
        if (refusals.Any(refusal => error.Contains(refusal, StringComparison.OrdinalIgnoreCase)))
        {
            return new(RoomEndKind.TokenRefused, "The room server refused the access token.");
        }

        return error.Contains("404", StringComparison.Ordinal)
            ? new(RoomEndKind.Unreachable, "There is no such room, or no room server, at the address.")
            : new(RoomEndKind.Unreachable, "The room server could not be reached.");
    }
}
