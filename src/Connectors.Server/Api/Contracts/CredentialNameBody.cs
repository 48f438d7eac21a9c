namespace Connectors.Server.Api.Contracts;

/// <summary>A credential's new name.</summary>
/// <param name="Name">1 to 255 characters.</param>
internal sealed record CredentialNameBody(string? Name = null);
