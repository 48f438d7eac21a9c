namespace Connectors.Core.Avatars;

/// <summary><c>agora_config</c>: a channel of the tenant's own (facts/liveavatar.md §1.3).</summary>
/// <param name="AppId">The tenant's Agora app.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Token">Token with publish rights for the avatar; a secret.</param>
/// <param name="Uid">The avatar's uid; differs from all others in the channel.</param>
public sealed record AgoraChannel(string AppId, string Channel, string Token, string Uid)
{
    /// <summary>The channel's app only.</summary>
    public override string ToString() => AppId;
}
