using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>Where a session's room comes from.</summary>
/// <param name="Source">liveavatar, given, own_livekit or own_agora.</param>
/// <param name="Url">Given: ws or wss address of the room's server.</param>
/// <param name="AgentToken">Given: token by which we join.</param>
/// <param name="WsUrl">Given: the avatar's ws_url.</param>
/// <param name="CredentialId">Own_livekit: the project's credential, of the kind LIVEKIT_API_KEY.</param>
/// <param name="Name">Own_livekit: the room's name; default: one of the session's own.</param>
/// <param name="Agora">Own_agora: the channel.</param>
internal sealed record RoomBody(
    RoomKind Source = RoomKind.Liveavatar,
    Uri? Url = null,
    string? AgentToken = null,
    Uri? WsUrl = null,
    string? CredentialId = null,
    string? Name = null,
    AgoraBody? Agora = null)
{
    private static readonly Uri Missing = new(string.Empty, UriKind.Relative);

    public RoomSource ToSource() => Source switch
    {
        RoomKind.Given => new RoomSource.GivenRoom(Url ?? Missing, AgentToken ?? string.Empty, WsUrl ?? Missing),
        RoomKind.OwnAgora => new RoomSource.OwnAgoraChannel((Agora ?? new()).ToChannel()),
        _ => new RoomSource.LiveAvatarRoom(),
    };

    public LiveKitRoomChoice? ToChoice() => Source == RoomKind.OwnLivekit ? new(CredentialId, Name) : null;

    /// <summary>The source only: the rest is secret.</summary>
    public override string ToString() => Source.ToString();
}
