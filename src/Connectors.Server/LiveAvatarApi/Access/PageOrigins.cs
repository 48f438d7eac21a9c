namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>
/// Lets pages of other origins call, with credentials, as the web SDK does. Its preflight fails on a wildcard, be it for
/// origin or headers, and without Allow-Credentials (facts/sdk-proof.md §1), so the origin is repeated, and only an allowed one.
/// </summary>
internal sealed class PageOrigins(LiveAvatarApiOptions options)
{
    // Seconds for which a browser need not ask again; more than two hours are cut by browsers anyway.
    private const string MaximumAge = "7200";

    private readonly bool _any = options.AllowedOrigins.Contains(LiveAvatarApiOptions.AnyOrigin);
    private readonly HashSet<string> _origins = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Marks an answer as one that the calling page may read.</summary>
    /// <param name="context">The call.</param>
    /// <returns>Whether it may.</returns>
    public bool Admit(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(_any || _origins.Contains(origin)))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset";
        return true;
    }

    /// <summary>Answers a preflight.</summary>
    /// <param name="context">The call.</param>
    /// <param name="methods">What the address knows.</param>
    public IResult Preflight(HttpContext context, string methods)
    {
        if (Admit(context))
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = "authorization, content-type, x-api-key";
            headers.AccessControlMaxAge = MaximumAge;
        }

        return Results.NoContent();
    }
}
