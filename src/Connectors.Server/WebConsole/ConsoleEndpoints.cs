using Connectors.Server.Api;
using Connectors.Server.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Connectors.Server.WebConsole;

/// <summary>
/// The built-in page: files without a secret in them. Whoever has it open gives it a key, with which it calls the API as any program
/// would.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Root = "/console";

    // What it shows was said by anybody: nothing of it may become code, and nothing is fetched from or sent to elsewhere.
    private static readonly (string Name, string Value)[] Headers =
    [
        (HeaderNames.ContentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"),
        (HeaderNames.XContentTypeOptions, "nosniff"),
        (HeaderNames.XFrameOptions, "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (HeaderNames.CacheControl, "no-cache"),
    ];

    /// <summary>Maps the page, if there is one.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="console">Where it is.</param>
    /// <param name="api">Where the API is.</param>
    public static void MapConsole(this IEndpointRouteBuilder routes, ConsoleOptions console, ApiOptions api)
    {
        if (console.On == ConsolePlace.Nowhere)
        {
            return;
        }

        var port = console.On == ConsolePlace.Operator ? api.OperatorAddress!.Port : (int?)null;
        var files = ConsoleFile.All();
        routes.MapGet(Root + "/{file?}", (string? file, HttpContext context) => Find(file, context, files, port)).ExcludeFromDescription();
    }

    private static IResult Find(string? name, HttpContext context, IReadOnlyDictionary<string, ConsoleFile> files, int? port)
    {
        // Asks the socket, not the Host header, which the caller writes.
        if (port is not null && context.Connection.LocalPort != port)
        {
            return Answer.Of(Problems.NoSuchRoute);
        }

        if (context.Request.Path == Root)
        {
            return TypedResults.Redirect("console/");
        }

        if (!files.TryGetValue(name ?? "index.html", out var file))
        {
            return Answer.Of(Problems.NoSuchRoute);
        }

        foreach (var (header, value) in Headers)
        {
            context.Response.Headers[header] = value;
        }

        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: new(file.Tag));
    }
}
