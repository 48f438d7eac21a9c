using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Server.Api.Access;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>
/// The addresses of this API. Each gets what all of them need: the page's origin is admitted, its preflight is answered, what
/// was asked for and isn't there goes into the audit log, and a fault of ours is told in the envelope.
/// </summary>
/// <param name="routes">Where they are mapped.</param>
/// <param name="origins">Which pages may call.</param>
/// <param name="audit">The log.</param>
/// <param name="logger">Told of our faults.</param>
internal sealed partial class PageRoutes(IEndpointRouteBuilder routes, PageOrigins origins, IAuditLog audit, ILogger logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);

    /// <summary>The path's id.</summary>
    /// <param name="context">The call.</param>
    public static string IdOf(HttpContext context) => (string?)context.Request.RouteValues["id"] ?? string.Empty;

    /// <summary>Maps one call.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="pattern">Path below the API's.</param>
    /// <param name="answer">Answers it.</param>
    public void Map(string method, string pattern, Func<HttpContext, Task<IResult>> answer)
    {
        // Not as a RequestDelegate, which it could be as well: that one's result would be thrown away.
        routes.MapMethods(pattern, [method], (Delegate)HandleAsync);
        if (!_methods.TryGetValue(pattern, out var others))
        {
            routes.MapMethods(pattern, [HttpMethods.Options], (HttpContext context) => origins.Preflight(context, _methods[pattern]));
        }

        _methods[pattern] = others is null ? method : $"{others}, {method}";

        Task<IResult> HandleAsync(HttpContext context)
        {
            return AnswerAsync(context, answer);
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, Func<HttpContext, Task<IResult>> answer)
    {
        origins.Admit(context);
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var result = await answer(context);
            await AuditAsync(context, result);
            return result;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (BadHttpRequestException error)
        {
            return Envelope.Refused(error.StatusCode, AnswerCode.BadRequest, "The request could not be read.");
        }
        catch (StoreUnavailableException error)
        {
            Log.StoreAway(logger, error.Message);
            return Envelope.Refused(
                StatusCodes.Status503ServiceUnavailable, AnswerCode.ServerError, "It could not be done just now; try again.", Soon);
        }
        catch (Exception error)
        {
            Log.CallBroke(logger, error, context.Request.Method, Pattern(context));
            return Envelope.Refused(StatusCodes.Status500InternalServerError, AnswerCode.ServerError, "This is our fault; it was logged.");
        }
    }

    private async Task AuditAsync(HttpContext context, IResult result)
    {
        const int LongestSubject = 300;
        var outcome = (result as IStatusCodeHttpResult)?.StatusCode switch
        {
            StatusCodes.Status404NotFound => "not-found",
            StatusCodes.Status403Forbidden => "forbidden",
            _ => null,
        };
        if (outcome is not null && ApiAccess.Of(context) is { } access)
        {
            var path = context.Request.Path.ToString();
            var subject = path.Length <= LongestSubject ? path : path[..LongestSubject];
            var tried = access.Caller.Did($"{context.Request.Method} {Pattern(context)}", subject) with { Outcome = outcome };
            await audit.WriteAsync(tried, [], context.RequestAborted);
        }
    }

    private static string Pattern(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";

    private static partial class Log
    {
        [LoggerMessage(2203, LogLevel.Error, "A call of the LiveAvatar-compatible API was refused because the store was away: {Fault}")]
        public static partial void StoreAway(ILogger logger, string fault);

        [LoggerMessage(2201, LogLevel.Error, "A call of the LiveAvatar-compatible API broke: {Method} {Route}")]
        public static partial void CallBroke(ILogger logger, Exception error, string method, string route);
    }
}
