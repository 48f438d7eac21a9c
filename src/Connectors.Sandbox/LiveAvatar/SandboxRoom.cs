namespace Connectors.Sandbox.LiveAvatar;

/// <summary>A room and the tokens to join it by.</summary>
/// <param name="Url"><c>ws</c> address of the room server.</param>
/// <param name="Name">The room's name.</param>
/// <param name="AvatarToken">For <c>heygen</c>.</param>
/// <param name="ClientToken">For <c>client</c>; null in a room of the tenant's own.</param>
/// <param name="AgentToken">For the agent; null in a room of the tenant's own.</param>
internal sealed record SandboxRoom(Uri Url, string Name, string AvatarToken, string? ClientToken, string? AgentToken)
{
    /// <summary>The name only.</summary>
    public override string ToString() => Name;
}
