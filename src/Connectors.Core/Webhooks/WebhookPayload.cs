using System.Text.Json;

namespace Connectors.Core.Webhooks;

/// <summary>The body of a webhook's request.</summary>
internal sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, JsonElement Data);
