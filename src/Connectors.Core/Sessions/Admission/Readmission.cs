using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Takes a session's place along to where the session goes on.</summary>
internal static class Readmission
{
    /// <summary>Takes the place over from whoever has it. After the session itself: whoever doesn't get that takes nothing.</summary>
    public static async Task TakeAlongAsync(IAdmission admission, ISessionHost host, SessionRecord record, long epoch)
    {
        await admission.ReadmitAsync(Of(record.Id, record.TenantId, record.Details, epoch), CancellationToken.None);

        // One that has ended meanwhile gave back what it didn't have yet.
        if (await host.FindAsync(record.Id, CancellationToken.None) is not { State: SessionState.Starting or SessionState.Live })
        {
            admission.Release(record.Id);
        }
    }

    /// <summary>For a session that begins on another node than the one that let it in.</summary>
    public static AdmissionRequest Of(SessionSpecification session) => Of(session.Id, session.TenantId, session.Details, epoch: 1);

    // Whoever was in stays in: nobody asks again whether there is room.
    private static AdmissionRequest Of(string sessionId, string tenantId, SessionDetails? details, long epoch)
    {
        var claim = details?.CredentialId is { } credential ? new CredentialClaim(credential, int.MaxValue) : null;
        return new(sessionId, tenantId, new TenantQuotas(), claim, TimeSpan.Zero) { Epoch = epoch };
    }
}
