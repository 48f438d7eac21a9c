namespace Connectors.Core.Records;

/// <summary>The kinds of records: what a store may hold, and whether its body is sealed under the tenant's data key.</summary>
public static class RecordKinds
{
    /// <summary>A tenant; the operator's. Clear.</summary>
    public const string Tenant = "tenant";

    /// <summary>A tenant's data keys, wrapped; the operator's, id is the tenant's: they die before its records do.</summary>
    public const string DataKey = "data-key";

    /// <summary>An API key's hash and scopes; the operator's (found before its tenant is known), tag is the tenant. Clear.</summary>
    public const string ApiKey = "api-key";

    /// <summary>A credential with its value. Sealed.</summary>
    public const string Credential = "credential";

    /// <summary>A voice agent; tag is its credential. Sealed: settings hold prompts.</summary>
    public const string VoiceAgent = "voice-agent";

    /// <summary>A context of the LiveAvatar-compatible API. Sealed: it is a prompt.</summary>
    public const string Context = "context";

    /// <summary>A webhook's address and signing secret. Sealed.</summary>
    public const string Webhook = "webhook";

    /// <summary>A webhook's delivery, in the outbox or in the log; tag is the webhook. Sealed.</summary>
    public const string Delivery = "delivery";

    /// <summary>A session's transcript; id is the session's. Sealed.</summary>
    public const string Transcript = "transcript";

    /// <summary>One event of a session; tag is the session. Sealed.</summary>
    public const string SessionEvent = "session-event";

    /// <summary>What a session used, for the tenant's bill; id is the session's. Clear.</summary>
    public const string Usage = "usage";

    /// <summary>The answer to a creating call, by its idempotency key. Sealed.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>A session that LiveAvatar's API was asked a token for and that hasn't started. Sealed.</summary>
    public const string PreparedSession = "prepared-session";

    /// <summary>How many records of a kind a tenant has, where a quota limits them; id is the kind. Clear.</summary>
    public const string Count = "count";

    /// <summary>An entry of the audit log. Clear.</summary>
    public const string AuditEntry = "audit-entry";

    /// <summary>The last link of a tenant's audit log. Clear.</summary>
    public const string AuditHead = "audit-head";
}
