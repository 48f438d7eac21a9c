using System.Text.Json.Nodes;
using Connectors.Core.Auditing;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Sessions;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Start, stop and keep-alive: what the web SDK calls (facts/sdk-proof.md §1).</summary>
internal sealed class SessionEndpoints(
    Callers callers, PreparedSessions sessions, PageStops stops, SessionDesk desk, IAuditLog audit)
{
    // LiveAvatar's SessionEndReasonEnum (facts/liveavatar.md §1.7). Which of them it says is no more than a note: the tenant stops.
    private static readonly string[] Reasons =
    [
        "UNKNOWN", "USER_DISCONNECTED", "SERVER_ERROR", "IDLE_TIMEOUT", "NO_CREDITS", "USER_CLOSED", "AVATAR_DELETED",
        "MAX_DURATION_REACHED", "ZOMBIE_SESSION_REAP", "AGENT_HANG_UP", "DISPATCH_FAILED",
    ];

    public void Map(PageRoutes routes)
    {
        routes.Map("POST", "/sessions/start", StartAsync);
        routes.Map("POST", "/sessions/stop", StopAsync);
        routes.Map("POST", "/sessions/keep-alive", KeepAliveAsync);
    }

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var (page, refusal) = await callers.ByTokenAsync(context);
        if (page is null)
        {
            return refusal!;
        }

        var (fields, malformed) = await RequestBody.ReadAsync(context);
        if (fields is null)
        {
            return malformed!;
        }

        CheckSession(fields, page);
        if (fields.Refusal() is { } invalid)
        {
            return invalid;
        }

        var start = await sessions.StartAsync(page);
        return start.Answer is { } answer
            ? Envelope.Done(Describe(page.Claims.SessionId, answer), "Session started", StatusCodes.Status201Created)
            : start.Refusal!;
    }

    // Never ws_url: the web SDK would open it in the browser and bypass us; never the agent's token.
    private static JsonObject Describe(string sessionId, PreparedAnswer answer) => new()
    {
        ["session_id"] = sessionId,
        ["max_session_duration"] = answer.MaximumSeconds,
        ["livekit_url"] = answer.RoomUrl,
        ["livekit_client_token"] = answer.UserToken,
    };

    private async Task<IResult> StopAsync(HttpContext context)
    {
        var (session, refusal) = await NamedAsync(context, takesReason: true);
        if (session is null)
        {
            return refusal!;
        }

        // Unknown and ended ones count as stopped: whoever stops twice must not be told of an error.
        await (session.Page is { } page ? stops.StopAsync(page) : StopAsync(session, context.RequestAborted));
        return Envelope.Done(null);
    }

    private async Task StopAsync(NamedSession session, CancellationToken cancellationToken)
    {
        var stopped = await desk.StopAsync(session.Caller, session.Id, SessionEndReasons.StoppedByTenant, cancellationToken);
        if (!stopped.IsDone)
        {
            // The answer doesn't tell it, so the audit log does: it may be another tenant's.
            var missed = session.Caller.Did("session.stop", $"session/{session.Id}") with { Outcome = "not-found" };
            await audit.WriteAsync(missed, [], cancellationToken);
        }
    }

    private async Task<IResult> KeepAliveAsync(HttpContext context)
    {
        var (session, refusal) = await NamedAsync(context, takesReason: false);
        if (session is null)
        {
            return refusal!;
        }

        // We keep the avatar alive ourselves; what ends an idle session is that nobody talks.
        return await desk.FindAsync(session.Caller.TenantId, session.Id, context.RequestAborted) is { State: not SessionState.Ended }
            ? Envelope.Done(null)
            : Envelope.Refused(StatusCodes.Status404NotFound, AnswerCode.NotFound, "The session is not active");
    }

    // The token tells the session; with the key the body names it.
    private async Task<(NamedSession? Session, IResult? Refusal)> NamedAsync(HttpContext context, bool takesReason)
    {
        SessionCaller? page = null;
        Caller? caller;
        IResult? refusal;
        if (Callers.HasToken(context))
        {
            (page, refusal) = await callers.ByTokenAsync(context);
            caller = page?.Caller;
        }
        else
        {
            (var access, refusal) = await callers.ByKeyAsync(context, ApiScope.Sessions);
            caller = access?.Caller;
        }

        if (caller is null)
        {
            return (null, refusal);
        }

        var (fields, malformed) = await RequestBody.ReadAsync(context);
        if (fields is null)
        {
            return (null, malformed);
        }

        var id = page is null ? fields.Id("session_id", required: true) : CheckSession(fields, page);
        if (takesReason)
        {
            fields.Choice("reason", required: false, Reasons);
        }

        return fields.Refusal() is { } invalid ? (null, invalid) : (new(id!, caller, page), null);
    }

    // May be repeated beside the token, which tells it already.
    private static string CheckSession(RequestFields fields, SessionCaller page)
    {
        if (fields.Id("session_id") is { } id && id != page.Claims.SessionId)
        {
            fields.Refuse("session_id", "value_error", "The token is of another session");
        }

        return page.Claims.SessionId;
    }

    private sealed record NamedSession(string Id, Caller Caller, SessionCaller? Page);
}
