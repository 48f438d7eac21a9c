using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Who wants to come in.</summary>
/// <param name="SessionId">Our id of the session.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Quotas">What the tenant may have.</param>
/// <param name="Credential">The agent's credential if its plan is known to limit it; null: nothing to look at.</param>
/// <param name="Wait">How long to wait for the credential. 0 to 30 s.</param>
public sealed record AdmissionRequest(
    string SessionId, string TenantId, TenantQuotas Quotas, CredentialClaim? Credential, TimeSpan Wait)
{
    /// <summary>
    /// The epoch of the session for which its place is taken over; 0 for a start. A place of a higher epoch is left alone, so whoever
    /// comes late with an earlier one doesn't harm.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>The group by which the tenant is measured; null: none of its own.</summary>
    public string? Group { get; init; }
}
