namespace Connectors.Server.Api.Http;

/// <summary>Answers a request of which a part is wrong, so that endpoints only see parts that are right.</summary>
internal sealed class RequestPartFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IRequestPart>().FirstOrDefault(part => part.Problem is not null) is { Problem: { } problem }
            ? ValueTask.FromResult<object?>(Answer.Of(problem))
            : next(context);
}
