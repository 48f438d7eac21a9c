using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>Where a session's room comes from.</summary>
/// <param name="Source">liveavatar, or given.</param>
/// <param name="Url">Given: ws or wss address of the room's server.</param>
/// <param name="AgentToken">Given: token by which we join.</param>
/// <param name="WsUrl">Given: the avatar's ws_url.</param>
internal sealed record RoomBody(RoomKind Source = RoomKind.Liveavatar, Uri? Url = null, string? AgentToken = null, Uri? WsUrl = null)
{
    private static readonly Uri Missing = new(string.Empty, UriKind.Relative);

    public RoomSource ToSource() => Source == RoomKind.Given
        ? new RoomSource.GivenRoom(Url ?? Missing, AgentToken ?? string.Empty, WsUrl ?? Missing)
        : new RoomSource.LiveAvatarRoom();

    /// <summary>The source only: the rest is secret.</summary>
    public override string ToString() => Source.ToString();
}
