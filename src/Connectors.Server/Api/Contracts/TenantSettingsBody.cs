using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>What a tenant decides about itself; what is left out stays.</summary>
/// <param name="Retention">How many days what is kept.</param>
/// <param name="DefaultLiveavatarCredentialId">The LiveAvatar credential of sessions that name none; empty for none.</param>
internal sealed record TenantSettingsBody(RetentionChange? Retention = null, string? DefaultLiveavatarCredentialId = null);
