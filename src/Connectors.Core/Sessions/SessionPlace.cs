using Connectors.Core.Rooms;

namespace Connectors.Core.Sessions;

/// <summary>Where a session takes place, once that is settled.</summary>
/// <param name="Room">The room, with our token; null: it is one that we can't join.</param>
/// <param name="AvatarSocket">The avatar's <c>ws_url</c>; a secret.</param>
/// <param name="Access">How the user joins.</param>
internal sealed record SessionPlace(RoomAddress? Room, Uri AvatarSocket, UserAccess Access)
{
    public override string ToString() => nameof(SessionPlace);
}
