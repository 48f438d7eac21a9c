using System.Globalization;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>Sessions as they are read afterwards (facts/liveavatar.md §1.7).</summary>
internal sealed class RecordEndpoints(LiveAvatarCloud cloud, Callers callers)
{
    private const int PageSize = 20;
    private const int LargestPage = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/sessions", List);
        routes.MapGet("/v1/sessions/{id}", (HttpContext context, string id) => Read(context, id, Describe));
        routes.MapGet("/v1/sessions/{id}/transcript", (HttpContext context, string id) => Read(context, id, Transcript));
    }

    private IResult List(HttpContext context)
    {
        var (key, refusal) = callers.ByKey(context);
        if (refusal is not null)
        {
            return refusal;
        }

        string? type = context.Request.Query["type"];
        if (type is not ("active" or "historic"))
        {
            return Answers.Invalid([("type", "Input should be 'active' or 'historic'")]);
        }

        var page = Number(context, "page", 1);
        var size = Number(context, "page_size", PageSize);
        if (page < 1 || size is < 1 or > LargestPage)
        {
            return Answers.Invalid([("page_size", "Input should be less than or equal to 100")]);
        }

        SandboxSession[] found =
        [
            .. cloud.Sessions.Where(session =>
                session.ApiKey == key && (type == "active" ? session.IsActive : session.EndedAt is not null)),
        ];
        JsonNode[] results = [.. found.Skip((page - 1) * size).Take(size).Select(Describe)];
        return Answers.Success(new JsonObject
        {
            ["count"] = found.Length,
            ["next"] = page * size < found.Length ? page + 1 : null,
            ["previous"] = page > 1 ? page - 1 : null,
            ["results"] = new JsonArray(results),
        });
    }

    private IResult Read(HttpContext context, string id, Func<SandboxSession, JsonObject> describe)
    {
        var (key, refusal) = callers.ByKey(context);
        return refusal ?? (cloud.Find(id) is { } session && session.ApiKey == key
            ? Answers.Success(describe(session))
            : Answers.Error(StatusCodes.Status404NotFound, "Session not found"));
    }

    private JsonObject Describe(SandboxSession session) => new()
    {
        ["id"] = session.Id,
        ["created_at"] = session.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["updated_at"] = (session.EndedAt ?? session.StartedAt ?? session.CreatedAt).ToString("O", CultureInfo.InvariantCulture),
        ["duration"] = session.StartedAt is { } start ? (int)((session.EndedAt ?? cloud.Time.GetUtcNow()) - start).TotalSeconds : 0,
        ["source"] = "API",
        ["mode"] = "LITE",
        ["is_sandbox"] = session.Request.IsSandbox,
        ["credits_consumed"] = session.CreditsConsumed,
        ["end_at"] = session.EndedAt?.ToString("O", CultureInfo.InvariantCulture),
        ["end_reason"] = session.EndReason,
    };

    // Whether the real one holds anything for LITE sessions isn't known; ours has no ears.
    private static JsonObject Transcript(SandboxSession session) => new()
    {
        ["session_active"] = session.IsActive,
        ["next_timestamp"] = null,
        ["transcript_data"] = new JsonArray(),
    };

    private static int Number(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
