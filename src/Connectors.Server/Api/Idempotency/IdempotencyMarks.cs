namespace Connectors.Server.Api.Idempotency;

/// <summary>Marks endpoints.</summary>
internal static class IdempotencyMarks
{
    public static RouteHandlerBuilder IsIdempotent(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(IdempotentEndpoint.Mark);
}
