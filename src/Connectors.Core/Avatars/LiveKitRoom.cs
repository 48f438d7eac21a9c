namespace Connectors.Core.Avatars;

/// <summary><c>livekit_config</c>: a room of the tenant's own (facts/liveavatar.md §5.5), and how we come in.</summary>
/// <param name="Url">Must be reachable from LiveAvatar.</param>
/// <param name="Room">The room's name.</param>
/// <param name="AvatarToken">Token by which the avatar joins: identity <c>heygen</c>, with <c>canPublishData</c>; a secret.</param>
/// <param name="AgentToken">Token by which we join, which LiveAvatar isn't told; a secret. Null: nobody joins it for the agent.</param>
public sealed record LiveKitRoom(Uri Url, string Room, string AvatarToken, string? AgentToken = null)
{
    /// <summary>The room's server only.</summary>
    public override string ToString() => Url.ToString();
}
