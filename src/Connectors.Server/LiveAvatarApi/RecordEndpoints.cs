using System.Globalization;
using System.Text.Json.Nodes;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;
using Connectors.Core.Transcripts;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Sessions as they are read afterwards (facts/liveavatar.md §1.7).</summary>
internal sealed class RecordEndpoints(Callers callers, SessionDesk desk, ISessionStore store, TimeProvider time)
{
    // So many are counted; whoever has more reads them by our own API, which goes on from where one is.
    private const int Counted = 10_000;

    private static readonly IReadOnlyCollection<SessionState> Historic = [SessionState.Ended];
    private static readonly IReadOnlyCollection<SessionState> Active = [SessionState.Starting, SessionState.Live, SessionState.Ending];

    public void Map(PageRoutes routes)
    {
        routes.Map("GET", "/sessions", ListAsync);
        routes.Map("GET", "/sessions/{id}", ReadAsync);
        routes.Map("GET", "/sessions/{id}/transcript", TranscriptAsync);
        routes.Map("DELETE", "/sessions/{id}/events", DeleteEventsAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        if (access is null)
        {
            return refusal!;
        }

        var query = new QueryFields(context.Request.Query);
        var type = query.Choice("type", "active", "historic");
        var page = ResultPage.Read(query);
        var avatar = query.Text("avatar_id");
        if (query.Refusal() is { } invalid)
        {
            return invalid;
        }

        var wanted = new SessionQuery(access.TenantId) { States = type == "active" ? Active : Historic, Limit = RecordLimits.Results };
        var (count, records) = await SliceAsync(wanted, avatar, page, context.RequestAborted);
        return page.Answer(context, count, records.Select(Describe));
    }

    private async Task<(int Count, List<SessionRecord> Records)> SliceAsync(
        SessionQuery query, string? avatarId, ResultPage page, CancellationToken cancellationToken)
    {
        var count = 0;
        List<SessionRecord> found = [];
        for (var next = query; next is not null && count < Counted;)
        {
            var records = await store.ListAsync(next, cancellationToken);
            foreach (var record in records.Where(record => avatarId is null || record.AvatarRequest?.AvatarId == avatarId))
            {
                if (count >= page.Skip && found.Count < page.Size)
                {
                    found.Add(record);
                }

                count++;
            }

            next = records.Count == query.Limit ? query with { After = records[^1].Id } : null;
        }

        return (count, found);
    }

    private async Task<IResult> ReadAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        return access is null ? refusal!
            : await FindAsync(access.TenantId, context) is { } record ? Envelope.Done(Describe(record))
            : Refusals.Of(Refusal.NotFound("session"));
    }

    private async Task<IResult> TranscriptAsync(HttpContext context)
    {
        var (tenantId, refusal) = await ReaderAsync(context);
        if (tenantId is null)
        {
            return refusal!;
        }

        var query = new QueryFields(context.Request.Query);
        var (from, to) = (query.Long("start_timestamp"), query.Long("end_timestamp"));
        if (query.Refusal() is { } invalid)
        {
            return invalid;
        }

        if (await FindAsync(tenantId, context) is not { } record)
        {
            return Refusals.Of(Refusal.NotFound("session"));
        }

        var document = await desk.TranscriptAsync(tenantId, record.Id, context.RequestAborted);
        var began = (record.LiveAt ?? record.CreatedAt).ToUnixTimeMilliseconds();
        JsonObject[] lines =
        [
            .. (document.Value?.Segments ?? [])
                .Where(segment => segment.State != TranscriptState.Interim && segment.Text.Length > 0)
                .Where(segment => began + segment.StartedMs >= (from ?? 0) && began + segment.StartedMs < (to ?? long.MaxValue))
                .Select(segment => Line(segment, began)),
        ];
        return Envelope.Done(new JsonObject
        {
            ["session_active"] = record.State != SessionState.Ended,
            ["next_timestamp"] = lines.Length > 0 ? (long)lines[^1]["absolute_timestamp"]! + 1 : from,
            ["transcript_data"] = new JsonArray([.. lines]),
        });
    }

    private async Task<IResult> DeleteEventsAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Admin);
        if (access is null)
        {
            return refusal!;
        }

        if (await FindAsync(access.TenantId, context) is not { } record)
        {
            return Refusals.Of(Refusal.NotFound("session"));
        }

        var deleted = await desk.DeleteContentAsync(access.Caller, record.Id, context.RequestAborted);
        return deleted.IsDone ? Envelope.Done(null, "Session events deleted")
            : deleted.Refusal.Kind == RefusalKind.WrongState
                ? Envelope.Refused(StatusCodes.Status409Conflict, AnswerCode.Conflict, deleted.Refusal.Message)
                : Refusals.Of(deleted.Refusal);
    }

    // A page may read its own session's, and no other one's.
    private async Task<(string? TenantId, IResult? Refusal)> ReaderAsync(HttpContext context)
    {
        if (!Callers.HasToken(context))
        {
            var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
            return (access?.TenantId, refusal);
        }

        var (page, refused) = await callers.ByTokenAsync(context);
        return page is null ? (null, refused)
            : page.Claims.SessionId == PageRoutes.IdOf(context) ? (page.Caller.TenantId, null)
            : (null, Refusals.Of(Refusal.NotFound("session")));
    }

    private async Task<SessionRecord?> FindAsync(string tenantId, HttpContext context)
    {
        var id = PageRoutes.IdOf(context);
        return Guid.TryParse(id, out _) ? await store.FindAsync(tenantId, id, context.RequestAborted) : null;
    }

    // LITE costs one credit a minute (LiveAvatar's page "Credits"); its sandbox is free.
    private JsonNode Describe(SessionRecord record)
    {
        var duration = record.LiveAt is { } live ? (record.EndedAt ?? time.GetUtcNow()) - live : TimeSpan.Zero;
        var isSandbox = record.AvatarRequest?.IsSandbox == true;
        return new JsonObject
        {
            ["id"] = record.Id,
            ["created_at"] = Time(record.CreatedAt),
            ["updated_at"] = Time(record.UpdatedAt),
            ["duration"] = (int)duration.TotalSeconds,
            ["source"] = "API",
            ["mode"] = "LITE",
            ["is_sandbox"] = isSandbox,
            ["credits_consumed"] = isSandbox ? 0 : (int)Math.Ceiling(duration.TotalMinutes),
            ["end_at"] = record.EndedAt is { } end ? Time(end) : null,
            ["end_reason"] = record.End?.AvatarReason,
        };
    }

    private static JsonObject Line(TranscriptDocument.Segment segment, long began) => new()
    {
        ["role"] = segment.Speaker == Speaker.User ? "user" : "avatar",
        ["transcript"] = segment.Text,
        ["absolute_timestamp"] = began + segment.StartedMs,
        ["relative_timestamp"] = segment.StartedMs,
    };

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
