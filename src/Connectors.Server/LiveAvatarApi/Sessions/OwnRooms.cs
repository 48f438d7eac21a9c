using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>
/// <c>livekit_config</c>: a room in the tenant's own LiveKit project (facts/liveavatar.md §1.3). One member is ours: LiveAvatar
/// leaves the agent of such a room to the tenant, here we are it and need a token to come in.
/// </summary>
internal static class OwnRooms
{
    private const int LongestToken = 8_192;

    /// <summary>Reads the room, or null: there is none.</summary>
    /// <param name="fields">The request's members.</param>
    public static LiveKitRoom? Read(RequestFields fields)
    {
        if (fields.Object("livekit_config") is not { } config)
        {
            return null;
        }

        var url = config.Text("livekit_url", required: true, longest: 2_000);
        var room = config.Text("livekit_room", required: true, longest: 500) ?? string.Empty;
        var avatar = Token(config, "livekit_client_token", room);
        var agent = Token(config, "livekit_agent_token", room);
        if (avatar is { CanPublish: false } or { CanPublishData: false })
        {
            // LiveAvatar answers 500 to its start (facts/liveavatar.md §1.8).
            config.Refuse("livekit_client_token", "value_error", "The avatar's token must grant canPublish and canPublishData");
        }

        if (agent is { CanSubscribe: false })
        {
            config.Refuse("livekit_agent_token", "value_error", "The agent's token must grant canSubscribe");
        }

        if (avatar is not null && agent is not null && avatar.Identity == agent.Identity)
        {
            config.Refuse("livekit_agent_token", "value_error", "Avatar and agent need tokens of two identities");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
        {
            config.Refuse("livekit_url", "url_parsing", "Input should be a ws or wss URL");
            return null;
        }

        return new(
            address, room, config.Text("livekit_client_token", longest: LongestToken) ?? string.Empty,
            config.Text("livekit_agent_token", longest: LongestToken));
    }

    /// <summary>Identity of the avatar in a room of the tenant's own, as its token says; null in LiveAvatar's.</summary>
    /// <param name="room">The room, or null.</param>
    public static string? AvatarIn(LiveKitRoom? room) =>
        room is not null && RoomToken.TryRead(room.AvatarToken, out var token, out _) ? token.Identity : null;

    private static RoomToken? Token(RequestFields config, string name, string room)
    {
        if (config.Text(name, required: true, longest: LongestToken) is not { } text)
        {
            return null;
        }

        if (!RoomToken.TryRead(text, out var token, out var problem))
        {
            config.Refuse(name, "value_error", problem);
        }
        else if (token.Room != room)
        {
            config.Refuse(name, "value_error", "The token is for another room");
        }

        return token;
    }
}
