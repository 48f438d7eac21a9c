namespace Connectors.Core.Rooms.Messages;

/// <summary>Why a data message is no command.</summary>
public static class CommandRejectionReasons
{
    /// <summary>Empty, or larger than <see cref="RoomLimits.ReceivedDataBytes"/>.</summary>
    public const string PayloadSize = "payload-size";

    /// <summary>No JSON, no UTF-8, or a member named twice.</summary>
    public const string MalformedJson = "malformed-json";

    /// <summary>Nested deeper than <see cref="RoomLimits.CommandDepth"/>.</summary>
    public const string TooDeep = "too-deep";

    /// <summary>JSON, but no object.</summary>
    public const string NotAnObject = "not-an-object";

    /// <summary>A member that must be there is not.</summary>
    public const string MissingField = "missing-field";

    /// <summary>A member is of another type than it must be.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>The id is longer than <see cref="RoomLimits.EventIdLength"/>.</summary>
    public const string EventIdTooLong = "event-id-too-long";

    /// <summary>Nobody knows this <c>event_type</c>.</summary>
    public const string UnknownCommand = "unknown-command";

    /// <summary>The web SDK knows this <c>event_type</c>, but it can't be done here.</summary>
    public const string UnsupportedCommand = "unsupported-command";

    /// <summary>The command names another session.</summary>
    public const string OtherSession = "other-session";

    /// <summary>There is nothing in the text.</summary>
    public const string EmptyText = "empty-text";

    /// <summary>The text is longer than <see cref="RoomLimits.TextLength"/>.</summary>
    public const string TextTooLong = "text-too-long";
}
