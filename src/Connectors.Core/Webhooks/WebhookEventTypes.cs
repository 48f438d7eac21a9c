namespace Connectors.Core.Webhooks;

/// <summary>What webhooks tell of.</summary>
public static class WebhookEventTypes
{
    /// <summary>A session is live.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>A session that was live is over, for whatever reason.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A session could not be started.</summary>
    public const string SessionFailed = "session.failed";

    /// <summary>A session's transcript is final and can be read.</summary>
    public const string TranscriptReady = "transcript.ready";

    /// <summary>A provider has begun to refuse a credential.</summary>
    public const string CredentialFailing = "credential.failing";

    /// <summary>Sent on demand, to one webhook, subscribed to or not.</summary>
    public const string Test = "webhook.test";

    /// <summary>What one can subscribe to.</summary>
    public static IReadOnlyList<string> All { get; } = [SessionStarted, SessionEnded, SessionFailed, TranscriptReady, CredentialFailing];
}
