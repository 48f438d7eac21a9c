namespace Connectors.Tests.Core.Webhooks;

internal sealed record Received(string Host, string Id, string Timestamp, string Signature, string Content, string? MediaType);
