using System.Globalization;
using System.Text;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;
using Connectors.Server.Hosting;

namespace Connectors.Server.Api.Resources;

/// <summary>
/// A session's events as server-sent events. Ids are places within the session (<see cref="EventPlace"/>), so that they survive a
/// restart and a takeover; who asks for a place that isn't kept any more gets one <c>resync</c> first. A comment every 15 seconds
/// keeps the line open. It ends with the session, or when this node goes: its reader may go on elsewhere.
/// </summary>
internal static class SessionEventStream
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    // What has happened is on its way when the node goes.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private static readonly ReadOnlyMemory<byte> StillThere = ": still there\n\n"u8.ToArray();

    public static async Task<IResult> WatchAsync(
        string id, HttpContext context, ApiAccess access, SessionDesk desk, TimeProvider time, CancellationToken cancel)
    {
        var (field, last) = ("Last-Event-ID", context.Request.Headers["Last-Event-ID"].ToString());
        if (last.Length == 0)
        {
            (field, last) = ("last_event_id", context.Request.Query["last_event_id"].ToString());
        }

        var place = default(EventPlace);
        if (last.Length > 0 && !EventPlace.TryParse(last, out place))
        {
            return Answer.Of(Refusal.Invalid(new FieldError(field, "Must be the id of an event of this stream, such as 1-17.")));
        }

        return await desk.WatchAsync(access.TenantId, id, place.Sequence, cancel) is { } events
            ? new EventAnswer(events, time, context.RequestServices.GetRequiredService<OpenStreams>().Ending)
            : Answer.Of(Refusal.NotFound("session"));
    }

    private static byte[] Frame(WatchedEvent watched) => watched switch
    {
        WatchedEvent.Happened { Entry: var entry } =>
        [
            .. Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"id: {EventPlace.Of(entry.Sequence)}\nevent: {SessionEventJson.TypeOf(entry.Event)}\ndata: ")),
            .. SessionEventJson.Write(entry),
            .. "\n\n"u8,
        ],
        WatchedEvent.Resync resync => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"event: resync\ndata: {{\"type\":\"resync\",\"first_kept\":{resync.FirstKept}}}\n\n")),
        _ => [],
    };

    private sealed class EventAnswer(IAsyncEnumerable<WatchedEvent> events, TimeProvider time, CancellationToken ending) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache";
            await response.Body.FlushAsync(stop.Token);
            await using var reader = events.GetAsyncEnumerator(stop.Token);
            using var beats = new PeriodicTimer(Beat, time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ending, stop.Token);
            await TellAsync(response.Body, reader, beats, Task.Delay(Timeout.InfiniteTimeSpan, time, over.Token), stop);
        }

        private async Task TellAsync(
            Stream body, IAsyncEnumerator<WatchedEvent> reader, PeriodicTimer beats, Task end, CancellationTokenSource stop)
        {
            var next = reader.MoveNextAsync().AsTask();
            var beat = beats.WaitForNextTickAsync(stop.Token).AsTask();
            try
            {
                Task first;
                while ((first = await Task.WhenAny(next, beat, end)) != end
                    || await Task.WhenAny(next, Task.Delay(LastWords, time, stop.Token)) == next)
                {
                    if (first == beat)
                    {
                        await beat;
                        await body.WriteAsync(StillThere, stop.Token);
                        beat = beats.WaitForNextTickAsync(stop.Token).AsTask();
                    }
                    else if (await next)
                    {
                        await body.WriteAsync(Frame(reader.Current), stop.Token);
                        next = reader.MoveNextAsync().AsTask();
                    }
                    else
                    {
                        return;
                    }

                    await body.FlushAsync(stop.Token);
                }
            }
            finally
            {
                // Neither may be thrown away while it waits.
                await stop.CancelAsync();
                await Task.WhenAny(Task.WhenAll(next, beat));
            }
        }
    }
}
