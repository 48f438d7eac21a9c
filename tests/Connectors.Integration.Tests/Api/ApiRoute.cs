using System.Reflection;
using Connectors.Server.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Api;

/// <summary>One route of the API, as it is mapped.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Pattern with a leading slash, such as <c>/api/v1/credentials/{id}</c>.</param>
/// <param name="TakesBody">Whether it reads a JSON body.</param>
/// <param name="IsPaged">Whether it is a list by pages.</param>
internal sealed record ApiRoute(string Method, string Pattern, bool TakesBody, bool IsPaged)
{
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
                endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null,
                endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Any(p => p.ParameterType == typeof(Paging))))),
    ];

    /// <summary>The path with its parameters filled in.</summary>
    public string Path(Func<string, string> value) =>
        Parameters.Aggregate(Pattern, (path, name) => path.Replace($"{{{name}}}", value(name), StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Pattern}";
}
