using System.Reflection;
using Connectors.Server.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Api;

/// <summary>One route of the API, as it is mapped.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Pattern with a leading slash, such as <c>/api/v1/credentials/{id}</c>.</param>
/// <param name="Body">What it reads from a JSON body; null: it reads none.</param>
/// <param name="IsPaged">Whether it is a list by pages.</param>
/// <param name="TakesIfMatch">Whether it looks at the version that a change is meant for.</param>
internal sealed record ApiRoute(string Method, string Pattern, Type? Body, bool IsPaged, bool TakesIfMatch)
{
    public bool TakesBody => Body is not null;

    public bool IsOperators => Pattern.StartsWith("/api/v1/operator/", StringComparison.Ordinal);

    public IReadOnlyList<string> Parameters { get; } =
        [.. Pattern.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))];

    /// <summary>All routes of a running service below <c>/api/v1</c>.</summary>
    public static IReadOnlyList<ApiRoute> Of(ApiStage stage) =>
    [
        .. stage.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => new ApiRoute(
                method,
                endpoint.RoutePattern.RawText!,
                endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { } body && body.ContentTypes.Contains("application/json")
                    ? body.RequestType
                    : null,
                Takes(endpoint, typeof(Paging)),
                Takes(endpoint, typeof(IfMatch))))),
    ];

    /// <summary>The path with its parameters filled in.</summary>
    public string Path(Func<string, string> value) =>
        Parameters.Aggregate(Pattern, (path, name) => path.Replace($"{{{name}}}", value(name), StringComparison.Ordinal));

    private static bool Takes(RouteEndpoint endpoint, Type part) =>
        endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Any(parameter => parameter.ParameterType == part);

    public override string ToString() => $"{Method} {Pattern}";
}
