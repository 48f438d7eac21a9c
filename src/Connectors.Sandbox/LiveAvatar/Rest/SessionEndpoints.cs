using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>Token, start, stop and keep-alive (facts/liveavatar.md §1.3, §1.6, §1.7).</summary>
internal sealed class SessionEndpoints(LiveAvatarCloud cloud, Callers callers)
{
    private static readonly string[] EndReasons =
    [
        "UNKNOWN", "USER_DISCONNECTED", "SERVER_ERROR", "IDLE_TIMEOUT", "NO_CREDITS", "USER_CLOSED", "AVATAR_DELETED",
        "MAX_DURATION_REACHED", "ZOMBIE_SESSION_REAP", "AGENT_HANG_UP", "DISPATCH_FAILED",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/sessions/token", (Delegate)MintAsync);
        routes.MapPost("/v1/sessions/start", (Delegate)StartAsync);
        routes.MapPost("/v1/sessions/stop", (Delegate)StopAsync);
        routes.MapPost("/v1/sessions/keep-alive", (Delegate)KeepAliveAsync);
    }

    private async Task<IResult> MintAsync(HttpContext context)
    {
        var (key, refusal) = callers.ByKey(context);
        if (refusal is not null)
        {
            return refusal;
        }

        var faults = new List<(string Field, string Words)>();
        var request = await Callers.ReadAsync(context) is { } body ? TokenRequest.Read(body, faults) : null;
        if (request is null)
        {
            return Answers.Invalid(faults.Count == 0 ? [("body", "JSON decode error")] : faults);
        }

        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        var (session, token) = cloud.Reserve(key!, request);
        return Answers.Success(new JsonObject { ["session_id"] = session.Id, ["session_token"] = token });
    }

    private IResult? Refuse(TokenRequest request)
    {
        if (!cloud.Avatars.ContainsKey(request.AvatarId))
        {
            return Answers.Error(StatusCodes.Status404NotFound, "Avatar not found");
        }

        if (request.IsSandbox && !string.Equals(request.AvatarId, LiveAvatarCloud.SandboxAvatar, StringComparison.OrdinalIgnoreCase))
        {
            return Answers.Error(StatusCodes.Status400BadRequest, "This avatar is not available in sandbox mode");
        }

        var longest = request.IsSandbox ? cloud.Switches.SandboxMaximum : cloud.Switches.PlanMaximum;
        return request.MaximumSeconds > longest.TotalSeconds
            ? Answers.Error(
                StatusCodes.Status400BadRequest, $"max_session_duration exceeds the maximum allowed ({longest.TotalSeconds:0}s)")
            : null;
    }

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var (session, refusal) = callers.ByToken(context);
        if (session is null)
        {
            return refusal!;
        }

        if (RefuseStart(session) is { } refused)
        {
            return refused;
        }

        try
        {
            await session.StartAsync(context.RequestAborted);
        }
        catch (IOException)
        {
            session.IsStarting = false;
            return Answers.Error(StatusCodes.Status500InternalServerError, "Internal server error");
        }

        return Answers.Success(Describe(session, context.Request), StatusCodes.Status201Created);
    }

    private IResult? RefuseStart(SandboxSession session)
    {
        if (session.EndedAt is not null)
        {
            return Answers.Error(StatusCodes.Status404NotFound, "Session has ended");
        }

        if (!session.Request.IsSandbox && cloud.Switches.Credits < 1)
        {
            return Answers.Error(StatusCodes.Status402PaymentRequired, "Insufficient credits to start a session");
        }

        if (session.Request.LiveKit is { } room && !MayPublishData(room.AvatarToken))
        {
            return Answers.Error(StatusCodes.Status500InternalServerError, "Internal server error");
        }

        return cloud.TryEnter(session) ? null : Answers.Error(StatusCodes.Status409Conflict, "Session concurrency limit reached");
    }

    // canPublishData that is false, or absent where other grants are set, was seen to fail so (§1.8, §5.5).
    private static bool MayPublishData(string token)
    {
        if (Jwt.Read(token)?["video"] is not JsonObject video)
        {
            return false;
        }

        return video["canPublishData"] is { } can
            ? can.GetValueKind() == JsonValueKind.True
            : video["canPublish"] is null && video["canSubscribe"] is null;
    }

    private static JsonObject Describe(SandboxSession session, HttpRequest request)
    {
        var own = session.Request.LiveKit is not null;
        return new()
        {
            ["session_id"] = session.Id,
            ["livekit_url"] = own ? null : session.Room!.Url.OriginalString,
            ["livekit_client_token"] = session.Room!.ClientToken,
            ["livekit_agent_token"] = session.Room!.AgentToken,
            ["max_session_duration"] = (int)session.Maximum.TotalSeconds,
            ["ws_url"] = $"{request.SocketScheme}://{request.Host}/v1/lite/{session.SocketKey}",
        };
    }

    private async Task<IResult> StopAsync(HttpContext context)
    {
        if (await Callers.ReadAsync(context) is not { } body)
        {
            return Answers.Invalid([("body", "JSON decode error")]);
        }

        var (session, refusal) = callers.ByEither(context, body);
        if (session is null)
        {
            return refusal!;
        }

        var reason = (body["reason"] as JsonValue)?.ToString() ?? "USER_CLOSED";
        if (!EndReasons.Contains(reason))
        {
            return Answers.Invalid([("reason", "Input should be a SessionEndReasonEnum")]);
        }

        await session.EndAsync(reason);
        return Answers.Success(null);
    }

    private async Task<IResult> KeepAliveAsync(HttpContext context)
    {
        if (await Callers.ReadAsync(context) is not { } body)
        {
            return Answers.Invalid([("body", "JSON decode error")]);
        }

        var (session, refusal) = callers.ByEither(context, body);
        if (session is null)
        {
            return refusal!;
        }

        if (!session.IsActive)
        {
            return Answers.Error(StatusCodes.Status404NotFound, "Session is not active");
        }

        session.Touch();
        return Answers.Success(null);
    }
}
