using System.Globalization;

namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>
/// Calls a second for each caller and endpoint, path parameters ignored, in fixed windows, as LiveAvatar has it (its page
/// "Rate limits"): session calls count for the session's token, so those of many sessions don't add up.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RateWindows(TimeProvider time)
{
    private readonly Lock _lock = new();

    // Of the second that is; it is emptied with every new one.
    private readonly Dictionary<(string Caller, string Endpoint), int> _calls = [];
    private long _second;

    /// <summary>Counts a call, and tells the caller how it stands.</summary>
    /// <param name="context">The call.</param>
    /// <param name="caller">Key, session or address.</param>
    /// <param name="limit">Calls a second.</param>
    /// <returns>Whether it is one too many.</returns>
    public bool IsTooMany(HttpContext context, string caller, int limit)
    {
        var endpoint = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        var calls = Count((caller, endpoint));
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(limit - calls, 0).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = "1";
        return calls > limit;
    }

    private int Count((string Caller, string Endpoint) key)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            if (second != _second)
            {
                _calls.Clear();
                _second = second;
            }

            return _calls[key] = _calls.GetValueOrDefault(key) + 1;
        }
    }
}
