using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Validation;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>Notes credentials that a session's end says were refused, and has their owner told.</summary>
/// <param name="credentials">Where credentials are.</param>
/// <param name="notices">Who wants to be told.</param>
/// <param name="store">Where that is written.</param>
/// <param name="time">The clock.</param>
public sealed class CredentialReports(CredentialDesk credentials, ISessionNotices notices, IRecordStore store, TimeProvider time)
{
    internal async Task LookAsync(SessionSpecification session, SessionEnd end, bool isOnFallback)
    {
        var (id, message) = end.Reason switch
        {
            SessionEndReasons.AgentUnauthorized => (
                isOnFallback ? session.Fallback?.CredentialId : session.Details?.CredentialId,
                "The provider refused the credential in a session."),
            SessionEndReasons.AvatarUnauthorized => (session.Details?.AvatarCredentialId, "LiveAvatar refused the API key in a session."),
            _ => (null, string.Empty),
        };
        if (id is null || session.Details is null)
        {
            return;
        }

        var finding = new ValidationFinding(FindingSeverity.Error, "key-refused", "secret", message);
        var failing = await credentials.ReportAsync(
            session.TenantId, id, finding, session.Details.CredentialsReadAt, CancellationToken.None);
        if (failing is not null)
        {
            var notice = new SessionNotice.CredentialFailing(session.TenantId, id, time.GetUtcNow(), finding.Code);
            await store.WriteAsync(await notices.PrepareAsync(notice, CancellationToken.None), CancellationToken.None);
        }
    }
}
