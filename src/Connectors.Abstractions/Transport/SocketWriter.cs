using System.Net.WebSockets;

namespace Connectors.Transport;

/// <summary>The sending half of a <see cref="MessageSocket"/>: queue, one writer, and a watch over peers that stop reading.</summary>
/// <param name="socket">Where to.</param>
/// <param name="options">How.</param>
internal sealed class SocketWriter(ClientWebSocket socket, MessageSocketOptions options)
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private long _sendStarted;

    public SendQueue Queue { get; } = new(options.ControlLimit, options.MediaLimit, options.MediaByteLimit);

    /// <summary>Whether one message has been waiting for the peer for too long.</summary>
    public bool IsStalled => Volatile.Read(ref _sendStarted) is var started and not 0
        && options.Time.GetElapsedTime(started) > options.StallTimeout;

    /// <summary>Sends what is queued until the queue is completed or the connection breaks.</summary>
    public async Task RunAsync()
    {
        try
        {
            // One method without awaited methods of our own: an unoptimised build would allocate a state machine for each call.
            do
            {
                while (Queue.TryTake(out var message))
                {
                    Volatile.Write(ref _sendStarted, options.Time.GetTimestamp());
                    try
                    {
                        await socket.SendAsync(
                            message.Written, message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
                            WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
                    }
                    finally
                    {
                        Volatile.Write(ref _sendStarted, 0);
                        message.Dispose();
                    }
                }
            }
            while (await Queue.WaitAsync() || !Queue.IsEmpty);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException or IOException)
        {
            // The reader sees the same end and tells it.
        }
    }

    /// <summary>Says goodbye, bounded in time.</summary>
    public async Task SendCloseAsync(WebSocketCloseStatus status, string reason)
    {
        try
        {
            using var limit = new CancellationTokenSource(CloseLimit, options.Time);
            await socket.CloseOutputAsync(status, reason, limit.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException or IOException)
        {
            // The peer is gone already; the reader says so.
        }
    }
}
