namespace Connectors.Core.Rooms;

/// <summary>Why a room's token can't be used; the server would refuse each of them.</summary>
public static class RoomTokenProblems
{
    /// <summary>Not three parts, or the middle one isn't a JSON object in base64url.</summary>
    public const string NotAToken = "room-token-malformed";

    /// <summary>It names no identity (<c>sub</c>).</summary>
    public const string NoIdentity = "room-token-without-identity";

    /// <summary>It names no room (<c>video.room</c>).</summary>
    public const string NoRoom = "room-token-without-room";

    /// <summary>It doesn't allow to join (<c>video.roomJoin</c>).</summary>
    public const string NoJoinGrant = "room-token-without-join-grant";

    /// <summary>A grant or a time is of another type than it must be.</summary>
    public const string WrongType = "room-token-wrong-type";
}
