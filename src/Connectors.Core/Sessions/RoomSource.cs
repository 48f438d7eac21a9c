using System.Text.Json.Serialization;
using Connectors.Core.Avatars;

namespace Connectors.Core.Sessions;

/// <summary>Where a session's room comes from: a closed family. Text form: the name only, for what it holds is secret.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LiveAvatarRoom), "liveavatar")]
[JsonDerivedType(typeof(GivenRoom), "given")]
[JsonDerivedType(typeof(OwnLiveKitRoom), "own-livekit")]
[JsonDerivedType(typeof(OwnAgoraChannel), "own-agora")]
public abstract record RoomSource
{
    private RoomSource()
    {
    }

    /// <summary>The name of the source, never what it holds.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The same without what nobody needs once the session is over: tokens and secrets.</summary>
    internal RoomSource WithoutSecrets() => this switch
    {
        GivenRoom given => given with { AgentToken = string.Empty, SocketUrl = new(given.SocketUrl.GetLeftPart(UriPartial.Authority)) },
        OwnLiveKitRoom own => own with { ApiSecret = string.Empty },
        OwnAgoraChannel own => own with { Channel = own.Channel with { Token = string.Empty } },
        _ => this,
    };

    /// <summary>LiveAvatar provides the room with the session.</summary>
    public sealed record LiveAvatarRoom : RoomSource;

    /// <summary>The caller has started the session at LiveAvatar and hands over what the agent needs; its stop is the caller's.</summary>
    /// <param name="Url"><c>ws</c> or <c>wss</c> address of the room's server.</param>
    /// <param name="AgentToken">Token by which we join; a secret.</param>
    /// <param name="SocketUrl">The avatar's <c>ws_url</c>; a bearer secret.</param>
    public sealed record GivenRoom(Uri Url, string AgentToken, Uri SocketUrl) : RoomSource;

    /// <summary>A room in the tenant's own LiveKit project: we mint the tokens and pass <c>livekit_config</c>.</summary>
    /// <param name="Url">Address of the server; LiveAvatar must reach it too.</param>
    /// <param name="Room">The room's name.</param>
    /// <param name="ApiKey">The project's key.</param>
    /// <param name="ApiSecret">The key's secret.</param>
    public sealed record OwnLiveKitRoom(Uri Url, string Room, string ApiKey, string ApiSecret) : RoomSource;

    /// <summary>A channel in the tenant's own Agora project, passed as <c>agora_config</c>.</summary>
    /// <param name="Channel">The channel and the avatar's token.</param>
    public sealed record OwnAgoraChannel(AgoraChannel Channel) : RoomSource;
}
