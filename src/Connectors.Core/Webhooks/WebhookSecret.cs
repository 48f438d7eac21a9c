namespace Connectors.Core.Webhooks;

/// <summary>A secret that signs.</summary>
/// <param name="Value"><c>whsec_</c> and 32 random bytes in Base64.</param>
/// <param name="ExpiresAt">Until when it signs beside a newer one; null for the newest.</param>
public sealed record WebhookSecret(Secret Value, DateTimeOffset? ExpiresAt = null);
