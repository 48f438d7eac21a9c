using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Access;

/// <summary>
/// Where the operator's API has a port of its own, it isn't there on any other. Asks the socket, not the Host header, which
/// the caller writes.
/// </summary>
/// <param name="options">Names the port.</param>
internal sealed class OperatorPort(ApiOptions options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        options.OperatorAddress is { } address && context.HttpContext.Connection.LocalPort != address.Port
            ? ValueTask.FromResult<object?>(Answer.Of(Problems.NoSuchRoute))
            : next(context);
}
