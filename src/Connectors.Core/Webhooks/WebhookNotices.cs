using Connectors.Core.Records;
using Connectors.Core.Sessions;

namespace Connectors.Core.Webhooks;

/// <summary>Tells webhooks of sessions.</summary>
/// <param name="outbox">Makes deliveries.</param>
public sealed class WebhookNotices(WebhookOutbox outbox) : ISessionNotices
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordWrite>> PrepareAsync(SessionNotice notice, CancellationToken cancellationToken) =>
        outbox.PrepareAsync(EventOf(notice), cancellationToken);

    private static WebhookEvent EventOf(SessionNotice notice) => notice switch
    {
        SessionNotice.Started started => WebhookEvent.SessionStarted(started.TenantId, started.SessionId, started.At),
        SessionNotice.Ended ended => WebhookEvent.SessionEnded(ended.TenantId, ended.SessionId, ended.At, ended.End),
        SessionNotice.Failed failed => WebhookEvent.SessionFailed(failed.TenantId, failed.SessionId, failed.At, failed.End),
        SessionNotice.TranscriptReady ready => WebhookEvent.TranscriptReady(ready.TenantId, ready.SessionId, ready.At),
        SessionNotice.CredentialFailing failing =>
            WebhookEvent.CredentialFailing(failing.TenantId, failing.CredentialId, failing.At, failing.Code),
        _ => throw new ArgumentOutOfRangeException(nameof(notice)),
    };
}
