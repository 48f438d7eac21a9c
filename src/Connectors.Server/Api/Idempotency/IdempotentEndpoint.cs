namespace Connectors.Server.Api.Idempotency;

/// <summary>Marks endpoints that take an <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotentEndpoint
{
    public static IdempotentEndpoint Mark { get; } = new();
}
