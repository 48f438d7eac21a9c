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
/// restart and a takeover; who asks for a place that isn't kept any more gets one <c>resync</c> first.
/// </summary>
internal static class SessionEventStream
{
    public static async Task<IResult> WatchAsync(
        string id,
        ApiAccess access,
        LastEventId last,
        SessionDesk desk,
        OpenStreams streams,
        TimeProvider time,
        CancellationToken cancel) =>
        await desk.WatchAsync(access.TenantId, id, last.Sequence, cancel) is { } events
            ? new EventStreamAnswer(events.Select(Frame), time, streams.Ending)
            : Answer.Of(Refusal.NotFound("session"));

    /// <summary>What is sent of something that was watched.</summary>
    public static byte[] Frame(WatchedEvent watched) => watched switch
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
}
