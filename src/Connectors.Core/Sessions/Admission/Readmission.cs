using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Takes a session's place along to where the session goes on.</summary>
internal static class Readmission
{
    /// <summary>Takes the place over from whoever has it. After the session itself: whoever doesn't get that takes nothing.</summary>
    public static async Task TakeAlongAsync(IAdmission admission, ISessionHost host, SessionRecord record, long epoch)
    {
        var fallback = record.Plan?.Fallback?.CredentialId;
        var credential = record.Progress is { OnFallback: true } ? fallback : record.Details?.CredentialId;
        await admission.ReadmitAsync(Of(record.Id, record.TenantId, credential, epoch), CancellationToken.None);

        var session = await host.FindAsync(record.Id, CancellationToken.None);
        if (session is not { State: SessionState.Starting or SessionState.Live })
        {
            // One that has ended meanwhile gave back what it didn't have yet.
            admission.Release(record.Id);
        }
        else if (session.IsOnFallback && fallback is not null)
        {
            // Likewise one whose agent failed here before it had its place.
            admission.ChangeCredential(record.Id, fallback);
        }
    }

    /// <summary>For a session that begins on another node than the one that let it in.</summary>
    public static AdmissionRequest Of(SessionSpecification session) =>
        Of(session.Id, session.TenantId, session.Details?.CredentialId, epoch: 1);

    private static AdmissionRequest Of(string sessionId, string tenantId, string? credentialId, long epoch)
    {
        var claim = credentialId is null ? null : CredentialClaim.OfSessionInside(credentialId);
        return new(sessionId, tenantId, new TenantQuotas(), claim, TimeSpan.Zero) { Epoch = epoch };
    }
}
