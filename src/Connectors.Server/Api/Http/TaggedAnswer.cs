using Microsoft.Net.Http.Headers;

namespace Connectors.Server.Api.Http;

/// <summary>An answer with an ETag.</summary>
/// <param name="inner">The answer.</param>
/// <param name="tag">The tag.</param>
internal sealed class TaggedAnswer(IResult inner, EntityTagHeaderValue tag) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = tag.ToString();
        return inner.ExecuteAsync(httpContext);
    }
}
