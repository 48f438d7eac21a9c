using System.Collections.Concurrent;
using System.Globalization;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>
/// Calls a second for each caller and endpoint, path parameters ignored, in fixed windows (facts/liveavatar.md §1.8). The caller is
/// the API key or session token; the address where there is neither.
/// </summary>
internal sealed class RateWindow(LiveAvatarCloud cloud)
{
    private readonly ConcurrentDictionary<string, (long Window, int Calls)> _calls = new(StringComparer.Ordinal);

    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var limit = cloud.Switches.CallsPerSecond;
        if (limit <= 0)
        {
            return await next(call);
        }

        var context = call.HttpContext;
        var window = cloud.Time.GetUtcNow().ToUnixTimeSeconds();
        var (_, calls) = _calls.AddOrUpdate(
            KeyOf(context), (window, 1), (_, last) => last.Window == window ? (window, last.Calls + 1) : (window, 1));
        context.Response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] = Math.Max(limit - calls, 0).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Reset"] = "1";
        if (calls <= limit)
        {
            return await next(call);
        }

        context.Response.Headers.RetryAfter = "1";
        return Answers.Error(StatusCodes.Status429TooManyRequests, "Too many requests");
    }

    private static string KeyOf(HttpContext context)
    {
        var caller = Callers.TokenOf(context) ?? (string?)context.Request.Headers["X-API-KEY"] ?? $"{context.Connection.RemoteIpAddress}";
        return $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText} {caller}";
    }
}
