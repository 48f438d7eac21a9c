using System.Globalization;
using System.Text;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>
/// A session's events as server-sent events. Ids are places within the session, so that they survive a restart; who asks for a
/// place that isn't kept any more gets one <c>resync</c> first. A comment every 15 seconds keeps the line open.
/// </summary>
internal static class SessionEventStream
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public static async Task<IResult> WatchAsync(
        string id, HttpContext context, ApiAccess access, SessionDesk desk, TimeProvider time, CancellationToken cancel)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        if (last.Length == 0)
        {
            last = context.Request.Query["last_event_id"].ToString();
        }

        var after = 0L;
        if (last.Length > 0 && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return Answer.Of(Refusal.Invalid(new FieldError("Last-Event-ID", "Must be the id of an event of this stream.")));
        }

        return await desk.WatchAsync(access.TenantId, id, after, cancel) is { } events
            ? new Stream(events, time)
            : Answer.Of(Refusal.NotFound("session"));
    }

    private static byte[] Frame(WatchedEvent watched) => watched switch
    {
        WatchedEvent.Happened { Entry: var entry } =>
        [
            .. Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {SessionEventJson.TypeOf(entry.Event)}\ndata: ")),
            .. SessionEventJson.Write(entry),
            .. "\n\n"u8,
        ],
        WatchedEvent.Resync resync => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"event: resync\ndata: {{\"type\":\"resync\",\"first_kept\":{resync.FirstKept}}}\n\n")),
        _ => [],
    };

    private sealed class Stream(IAsyncEnumerable<WatchedEvent> events, TimeProvider time) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var cancel = httpContext.RequestAborted;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache";
            await response.Body.FlushAsync(cancel);
            await using var reader = events.GetAsyncEnumerator(cancel);
            var next = reader.MoveNextAsync().AsTask();
            while (!cancel.IsCancellationRequested)
            {
                if (await Task.WhenAny(next, Task.Delay(Beat, time, cancel)) != next)
                {
                    await response.Body.WriteAsync(": still there\n\n"u8.ToArray(), cancel);
                }
                else if (await next)
                {
                    await response.Body.WriteAsync(Frame(reader.Current), cancel);
                    next = reader.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }

                await response.Body.FlushAsync(cancel);
            }
        }
    }
}
