namespace Connectors.Server.Api.Http;

/// <summary>
/// Server-sent events for as long as there are any. A comment every 15 seconds keeps the line open. It ends with the events, or when
/// this node goes: its reader may go on elsewhere.
/// </summary>
/// <param name="frames">The events, each as it is sent.</param>
/// <param name="time">The clock.</param>
/// <param name="ending">Cancelled when the node goes.</param>
internal sealed class EventStreamAnswer(IAsyncEnumerable<byte[]> frames, TimeProvider time, CancellationToken ending) : IResult
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    // What has happened is on its way when the node goes.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private static readonly ReadOnlyMemory<byte> StillThere = ": still there\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await response.Body.FlushAsync(stop.Token);
        await using var reader = frames.GetAsyncEnumerator(stop.Token);
        using var beats = new PeriodicTimer(Beat, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending, stop.Token);
        await TellAsync(response.Body, reader, beats, Task.Delay(Timeout.InfiniteTimeSpan, time, over.Token), stop);
    }

    private async Task TellAsync(
        Stream body, IAsyncEnumerator<byte[]> reader, PeriodicTimer beats, Task end, CancellationTokenSource stop)
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
                    await body.WriteAsync(reader.Current, stop.Token);
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
