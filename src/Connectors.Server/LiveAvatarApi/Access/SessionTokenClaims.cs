namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>What a session's token says.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="KeyId">By which API key the token was made.</param>
/// <param name="ExpiresAt">Until when the session can be started with it.</param>
internal sealed record SessionTokenClaims(string SessionId, string TenantId, string KeyId, DateTimeOffset ExpiresAt);
