namespace Connectors.Integration.Tests.Webhooks;

internal sealed record ReceivedWebhook(string Path, string Id, string Timestamp, string Signature, string Content);
