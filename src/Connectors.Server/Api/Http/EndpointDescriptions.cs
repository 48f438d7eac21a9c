namespace Connectors.Server.Api.Http;

/// <summary>What endpoints say of themselves in the OpenAPI document.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status);

    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int status) => endpoint.Produces(status);
}
