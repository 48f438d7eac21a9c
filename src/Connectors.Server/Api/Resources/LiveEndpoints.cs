using Connectors.Core.Auditing;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;
using Connectors.Server.Hosting;

namespace Connectors.Server.Api.Resources;

/// <summary>
/// A tenant's sessions as they are, and the events of one of them, in one stream. That somebody looks into one is audited.
/// </summary>
internal static class LiveEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/live", WatchAsync).WithName("watchSessions").WithTags("Sessions").RequireAuthorization(ApiPolicies.Read)
            .WithSummary("Watch all sessions, and with session=ID that one's events: server-sent events, with Last-Event-ID")
            .Produces(StatusCodes.Status200OK, null, "text/event-stream");

    private static async Task<IResult> WatchAsync(
        string? session,
        HttpContext context,
        ApiAccess access,
        LastEventId last,
        LiveStreams streams,
        SessionDesk desk,
        IAuditLog audit,
        CancellationToken cancel)
    {
        if (session is not null && await desk.FindAsync(access.TenantId, session, cancel) is null)
        {
            return Answer.Of(Refusal.NotFound("session"));
        }

        if (streams.Enter(access.TenantId) is not { } place)
        {
            return Answer.Of(Problems.RateLimited);
        }

        context.Response.RegisterForDispose(place);
        if (session is not null)
        {
            await audit.WriteAsync(access.Caller.Did("session.view", $"session/{session}"), [], cancel);
        }

        (string, long)? watched = session is null ? null : (session, last.Sequence);
        return new EventStreamAnswer(
            streams.RunAsync(access.TenantId, watched, cancel),
            context.RequestServices.GetRequiredService<TimeProvider>(),
            context.RequestServices.GetRequiredService<OpenStreams>().Ending);
    }
}
