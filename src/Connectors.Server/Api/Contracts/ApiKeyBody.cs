using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>An API key as the operator wants it.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Scope">What it may be used for; default admin for a tenant's key, operator for the operator's.</param>
/// <param name="ExpiresAt">When it stops working; left out: never.</param>
internal sealed record ApiKeyBody(string? Name = null, ApiScope? Scope = null, DateTimeOffset? ExpiresAt = null);
