namespace Connectors.Core.Sessions.Admission;

/// <summary>A credential that one more conversation wants to use.</summary>
/// <param name="CredentialId">Which.</param>
/// <param name="Maximum">Conversations at once that its plan allows.</param>
public sealed record CredentialClaim(string CredentialId, int Maximum);
