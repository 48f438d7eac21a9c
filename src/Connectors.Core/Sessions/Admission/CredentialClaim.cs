namespace Connectors.Core.Sessions.Admission;

/// <summary>A credential that one more conversation wants to use.</summary>
/// <param name="CredentialId">Which.</param>
/// <param name="Maximum">Conversations at once that its plan allows.</param>
public sealed record CredentialClaim(string CredentialId, int Maximum)
{
    /// <summary>Of a session that is in: nobody asks again whether there is room.</summary>
    internal static CredentialClaim OfSessionInside(string credentialId) => new(credentialId, int.MaxValue);
}
