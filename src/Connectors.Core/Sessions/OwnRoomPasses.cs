using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Projects;

namespace Connectors.Core.Sessions;

/// <summary>
/// The tokens of a session in a room of the tenant's own LiveKit project. None is kept: whoever takes the session over makes the
/// agent's anew, so that it can't have run out.
/// </summary>
internal sealed class OwnRoomPasses(IRoomServers servers, SessionSpecification session, RoomSource.OwnLiveKitRoom own)
{
    // A page that is loaded again joins with the token it was given, and so does an avatar that lost its connection.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly LiveKitProject _project = new(own.Url, own.ApiKey, new(own.ApiSecret));

    /// <summary>Identity of our participant: another session in the same room doesn't put it out, a takeover of this one does.</summary>
    public static string AgentIn(string sessionId) => $"agent-{sessionId}";

    /// <summary>The request to LiveAvatar, with the avatar's token.</summary>
    public AvatarSessionRequest AvatarRequest() => session.Avatar with
    {
        LiveKit = new(own.Url, own.Room, Mint(session.AvatarIdentity, RoomRole.Avatar)),
    };

    /// <summary>The session's place, once LiveAvatar has started it.</summary>
    /// <param name="socket">The avatar's <c>ws_url</c>.</param>
    /// <param name="limit">LiveAvatar's own limit, where it told one.</param>
    public SessionPlace Place(Uri socket, TimeSpan? limit) => new(
        new RoomAddress(own.Url, Mint(AgentIn(session.Id), RoomRole.Agent)),
        socket,
        new(session.Id, own.Url, Mint(session.UserIdentity ?? SessionSpecification.DefaultUserIdentity, RoomRole.User), limit));

    private string Mint(string identity, RoomRole role) =>
        servers.Mint(_project, new(own.Room, identity, role, session.Limits.MaximumDuration + Grace));
}
