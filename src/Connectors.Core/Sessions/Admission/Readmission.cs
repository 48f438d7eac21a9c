using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Makes the request for a session's place that had one in another process.</summary>
internal static class Readmission
{
    /// <summary>Whoever was in stays in: nobody asks again whether there is room.</summary>
    public static AdmissionRequest Of(SessionRecord record)
    {
        var claim = record.Details?.CredentialId is { } credential ? new CredentialClaim(credential, int.MaxValue) : null;
        return new(record.Id, record.TenantId, new TenantQuotas(), claim, TimeSpan.Zero);
    }
}
