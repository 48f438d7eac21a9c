namespace Connectors.Core.Avatars;

/// <summary>A session reserved at LiveAvatar.</summary>
/// <param name="SessionId">LiveAvatar's id (a UUID).</param>
/// <param name="Token">Bearer token of the session; a secret.</param>
public sealed record AvatarSessionToken(string SessionId, string Token)
{
    /// <summary>The id only.</summary>
    public override string ToString() => SessionId;
}
