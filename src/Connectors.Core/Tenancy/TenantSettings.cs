namespace Connectors.Core.Tenancy;

/// <summary>What a tenant decides about itself; null leaves what is there.</summary>
/// <param name="Retention">How long its sessions' content is kept.</param>
/// <param name="DefaultAvatarCredentialId">The LiveAvatar credential of sessions that name none; empty text for none.</param>
public sealed record TenantSettings(RetentionChange? Retention, string? DefaultAvatarCredentialId);
