using System.Text.Json;
using Connectors.Core.Sessions;

namespace Connectors.Core.Webhooks;

/// <summary>Something that a tenant's webhooks are told.</summary>
/// <param name="TenantId">Whose webhooks.</param>
/// <param name="Type">One of <see cref="WebhookEventTypes"/>.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Data">An object: ids and codes, no speech and no secrets; what was said is fetched by the API.</param>
public sealed record WebhookEvent(string TenantId, string Type, DateTimeOffset OccurredAt, JsonElement Data)
{
    /// <summary>A session is live.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="at">Since when.</param>
    public static WebhookEvent SessionStarted(string tenantId, string sessionId, DateTimeOffset at) =>
        Of(tenantId, WebhookEventTypes.SessionStarted, at, new() { SessionId = sessionId });

    /// <summary>A session that was live is over.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="at">Since when.</param>
    /// <param name="end">How it ended.</param>
    public static WebhookEvent SessionEnded(string tenantId, string sessionId, DateTimeOffset at, SessionEnd end) =>
        Of(tenantId, WebhookEventTypes.SessionEnded, at, WebhookEventData.Of(sessionId, end));

    /// <summary>A session could not be started.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="at">When.</param>
    /// <param name="end">Why not.</param>
    public static WebhookEvent SessionFailed(string tenantId, string sessionId, DateTimeOffset at, SessionEnd end) =>
        Of(tenantId, WebhookEventTypes.SessionFailed, at, WebhookEventData.Of(sessionId, end));

    /// <summary>A session's transcript can be read.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="at">Since when.</param>
    public static WebhookEvent TranscriptReady(string tenantId, string sessionId, DateTimeOffset at) =>
        Of(tenantId, WebhookEventTypes.TranscriptReady, at, new() { SessionId = sessionId });

    /// <summary>A provider has begun to refuse a credential.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="credentialId">Which.</param>
    /// <param name="at">When it was noticed.</param>
    /// <param name="code">Code of the finding, such as <c>invalid_api_key</c>.</param>
    public static WebhookEvent CredentialFailing(string tenantId, string credentialId, DateTimeOffset at, string code) =>
        Of(tenantId, WebhookEventTypes.CredentialFailing, at, new() { CredentialId = credentialId, Code = code });

    /// <summary>A test.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="webhookId">Of which webhook.</param>
    /// <param name="at">When.</param>
    internal static WebhookEvent Test(string tenantId, string webhookId, DateTimeOffset at) =>
        Of(tenantId, WebhookEventTypes.Test, at, new() { WebhookId = webhookId });

    /// <summary>What is sent: <c>type</c>, <c>timestamp</c>, <c>data</c>, as Standard Webhooks has it.</summary>
    internal string ToPayload() => JsonSerializer.Serialize(new(Type, OccurredAt, Data), WebhookJson.Default.WebhookPayload);

    private static WebhookEvent Of(string tenantId, string type, DateTimeOffset at, WebhookEventData data) =>
        new(tenantId, type, at, JsonSerializer.SerializeToElement(data, WebhookJson.Default.WebhookEventData));
}
