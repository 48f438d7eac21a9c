using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Takes a session's place along to where the session goes on.</summary>
internal static class Readmission
{
    /// <summary>Takes the place over from whoever has it. After the session itself: whoever doesn't get that takes nothing.</summary>
    public static async Task TakeAlongAsync(IAdmission admission, ISessionHost host, SessionRecord record, long epoch)
    {
        // Whoever was in stays in: nobody asks again whether there is room.
        var claim = record.Details?.CredentialId is { } credential ? new CredentialClaim(credential, int.MaxValue) : null;
        var request = new AdmissionRequest(record.Id, record.TenantId, new TenantQuotas(), claim, TimeSpan.Zero) { Epoch = epoch };
        await admission.ReadmitAsync(request, CancellationToken.None);

        // One that has ended meanwhile gave back what it didn't have yet.
        if (await host.FindAsync(record.Id, CancellationToken.None) is not { State: SessionState.Starting or SessionState.Live })
        {
            admission.Release(record.Id);
        }
    }
}
