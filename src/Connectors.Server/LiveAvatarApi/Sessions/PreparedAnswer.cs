namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>What a start answered, for the page that asks again: after a reload, or from another tab.</summary>
/// <param name="RoomUrl">The room's server; null where the room is the tenant's own.</param>
/// <param name="UserToken">Token for the user; a secret of theirs. Null where the room is the tenant's own.</param>
/// <param name="MaximumSeconds">LiveAvatar's own limit, where it told one.</param>
internal sealed record PreparedAnswer(string? RoomUrl, string? UserToken, int? MaximumSeconds)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(PreparedAnswer);
}
