namespace Connectors.Core.Sessions;

/// <summary>How the user joins a session: what a browser may have.</summary>
/// <param name="SessionId">Our id of the session.</param>
/// <param name="RoomUrl">The room's server; null where the room is the caller's own.</param>
/// <param name="UserToken">Token for the user; a secret of theirs. Null where the room is the caller's own.</param>
/// <param name="MaximumDuration">LiveAvatar's own limit, where it told one.</param>
public sealed record UserAccess(string SessionId, Uri? RoomUrl, string? UserToken, TimeSpan? MaximumDuration)
{
    /// <summary>The id only.</summary>
    public override string ToString() => SessionId;
}
