using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>
/// Who may call what: tokens are minted with X-API-KEY only, a start takes Bearer only, stop and keep-alive either; with the
/// key they must name the session (facts/liveavatar.md §1.1).
/// </summary>
internal sealed class Callers(LiveAvatarCloud cloud)
{
    /// <summary>The API key of a call, or what to answer.</summary>
    public (string? ApiKey, IResult? Refusal) ByKey(HttpContext context)
    {
        string? key = context.Request.Headers["X-API-KEY"];
        return key is not null && cloud.Switches.ApiKeys.Contains(key)
            ? (key, null)
            : (null, Answers.Error(StatusCodes.Status401Unauthorized, key is null ? "X-API-KEY header is required" : "Invalid API key"));
    }

    /// <summary>The session of a call's bearer token, or what to answer.</summary>
    public (SandboxSession? Session, IResult? Refusal) ByToken(HttpContext context)
    {
        if (TokenOf(context) is not { } token)
        {
            return (null, Answers.Error(StatusCodes.Status401Unauthorized, "Authorization: Bearer session token is required"));
        }

        var (session, fault) = cloud.FindByToken(token);
        return session is null ? (null, Answers.Error(StatusCodes.Status401Unauthorized, fault)) : (session, null);
    }

    /// <summary>The session that a call with either is about, or what to answer.</summary>
    public (SandboxSession? Session, IResult? Refusal) ByEither(HttpContext context, JsonObject body)
    {
        if (TokenOf(context) is not null)
        {
            return ByToken(context);
        }

        var (key, refusal) = ByKey(context);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        if (body["session_id"] is not JsonValue value || !value.TryGetValue<string>(out var id))
        {
            return (null, Answers.Invalid([("session_id", "Field required")]));
        }

        var session = cloud.Find(id);
        return session?.ApiKey == key ? (session, null) : (null, Answers.Error(StatusCodes.Status404NotFound, "Session not found"));
    }

    /// <summary>The body as an object, empty where there is none; null where it is something else.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..] : null;
    }
}
