namespace Connectors.Core.Sessions.Admission;

/// <summary>A session's place among those of all nodes.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Token">Tells this place from an earlier or later one of the same session.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="CredentialId">The credential that it uses, or null: none that is limited.</param>
public sealed record SharedPlace(string SessionId, string Token, string TenantId, string? CredentialId)
{
    /// <summary>The session only.</summary>
    public override string ToString() => SessionId;
}
