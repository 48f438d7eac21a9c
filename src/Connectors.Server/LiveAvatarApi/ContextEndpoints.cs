using System.Globalization;
using System.Text.Json.Nodes;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>
/// Prompt, opening and links behind <c>context_id</c> (https://docs.liveavatar.com/api-reference/contexts/create-context).
/// </summary>
internal sealed class ContextEndpoints(Callers callers, ContextDesk contexts)
{
    private const int LongestText = 50_000;
    private const int MostLinks = 50;
    private const int BatchSize = 1_000;

    public void Map(PageRoutes routes)
    {
        routes.Map("POST", "/contexts", CreateAsync);
        routes.Map("GET", "/contexts", ListAsync);
        routes.Map("GET", "/contexts/{id}", ReadAsync);
        routes.Map("PATCH", "/contexts/{id}", ChangeAsync);
        routes.Map("DELETE", "/contexts/{id}", DeleteAsync);
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var (access, fields, refusal) = await WriterAsync(context);
        if (refusal is not null)
        {
            return refusal;
        }

        var draft = Read(fields!, null);
        return fields!.Refusal() ?? Answer(await contexts.CreateAsync(access!.Caller, draft, context.RequestAborted), "Context created");
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        if (access is null)
        {
            return refusal!;
        }

        var query = new QueryFields(context.Request.Query);
        var page = ResultPage.Read(query);
        if (query.Refusal() is { } invalid)
        {
            return invalid;
        }

        var all = await AllAsync(access.TenantId, context.RequestAborted);
        return page.Answer(context, all.Count, all.Skip(page.Skip).Take(page.Size).Select(static one => Describe(one)));
    }

    private async Task<IResult> ReadAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        return access is null ? refusal!
            : await FindAsync(access.TenantId, context) is { } found ? Envelope.Done(Describe(found.Value))
            : Refusals.Of(Refusal.NotFound("context"));
    }

    private async Task<IResult> ChangeAsync(HttpContext context)
    {
        var (access, fields, refusal) = await WriterAsync(context);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await FindAsync(access!.TenantId, context) is not { } found)
        {
            return Refusals.Of(Refusal.NotFound("context"));
        }

        var draft = Read(fields!, found.Value);
        return fields!.Refusal() ?? Answer(
            await contexts.ReplaceAsync(access.Caller, found.Value.Id, draft, found.Version, context.RequestAborted), "Context updated");
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Admin);
        if (access is null)
        {
            return refusal!;
        }

        var deleted = await FindAsync(access.TenantId, context) is { } found
            ? await contexts.DeleteAsync(access.Caller, found.Value.Id, context.RequestAborted)
            : Refusal.NotFound("context");
        return deleted.IsDone ? Envelope.Done(null, "Context deleted") : Refusals.Of(deleted.Refusal);
    }

    // What a change leaves out stays; a new one must have name and prompt.
    private static ContextDraft Read(RequestFields fields, Context? before) => new(
        fields.Text("name", required: before is null, longest: 255) ?? before?.Name,
        fields.Text("prompt", required: before is null, LongestText) ?? before?.Prompt,
        fields.Text("opening_text", longest: LongestText, shortest: 0) ?? before?.OpeningText,
        fields.Objects("links", MostLinks)?.Select(ReadLink).ToList() ?? before?.Links ?? []);

    private static ContextLink ReadLink(RequestFields link) => new(
        link.Id("id") ?? string.Empty,
        link.Text("url", required: true) ?? string.Empty,
        link.Text("faq", longest: LongestText, shortest: 0) ?? string.Empty);

    private static IResult Answer(Outcome<Stored<Context>> outcome, string message) =>
        outcome.IsDone ? Envelope.Done(Describe(outcome.Value.Value), message)
        : outcome.Refusal.Kind == RefusalKind.QuotaReached
            ? Envelope.Refused(StatusCodes.Status400BadRequest, AnswerCode.BadRequest, outcome.Refusal.Message)
            : Refusals.Of(outcome.Refusal);

    private static JsonObject Describe(Context context) => new()
    {
        ["id"] = context.Id,
        ["name"] = context.Name,
        ["prompt"] = context.Prompt,
        ["opening_text"] = context.OpeningText,
        ["links"] = new JsonArray([.. context.Links.Select(static link =>
            (JsonNode)new JsonObject { ["id"] = link.Id, ["url"] = link.Url, ["faq"] = link.Faq })]),
        ["required_dynamic_variables"] = new JsonArray([.. context.Placeholders().Select(static name => (JsonNode)name)]),
        ["created_at"] = context.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["updated_at"] = context.UpdatedAt.ToString("O", CultureInfo.InvariantCulture),
    };

    private async Task<(ApiAccess? Access, RequestFields? Fields, IResult? Refusal)> WriterAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Admin);
        if (access is null)
        {
            return (null, null, refusal);
        }

        var (fields, malformed) = await RequestBody.ReadAsync(context);
        return (access, fields, malformed);
    }

    private async Task<Stored<Context>?> FindAsync(string tenantId, HttpContext context)
    {
        var id = PageRoutes.IdOf(context);
        return RecordLimits.IsPossible(new(RecordKinds.Context, tenantId, id))
            ? await contexts.FindAsync(tenantId, id, context.RequestAborted)
            : null;
    }

    // As many as the quota allows: they fit into memory.
    private async Task<List<Context>> AllAsync(string tenantId, CancellationToken cancellationToken)
    {
        List<Context> all = [];
        RecordPage<Context>? page = null;
        do
        {
            var query = new RecordQuery(RecordKinds.Context, tenantId) { After = page?.Next, Limit = BatchSize, Descending = true };
            page = await contexts.ListAsync(tenantId, query, cancellationToken);
            all.AddRange(page.Values.Select(static stored => stored.Value));
        }
        while (page.Next is not null);

        return all;
    }
}
