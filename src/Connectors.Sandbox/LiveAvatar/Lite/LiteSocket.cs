using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections.Features;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>The server's end of one LITE socket: a reader with the faults of a server, and a writer behind a bounded queue.</summary>
internal sealed class LiteSocket(WebSocket socket, HttpContext context, LiveAvatarSwitches switches, TimeProvider time)
{
    private const int QueuedMessages = 1024;
    private const int ReadBytes = 16 * 1024;

    private static readonly TimeSpan StallCheck = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Taken now: the request's features are gone when it has ended.
    private readonly Socket? _connection = context.Features.Get<IConnectionSocketFeature>()?.Socket;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private readonly Channel<(byte[] Bytes, WebSocketMessageType Type)> _queue =
        Channel.CreateBounded<(byte[] Bytes, WebSocketMessageType Type)>(
            new BoundedChannelOptions(QueuedMessages) { SingleReader = true });

    private (WebSocketCloseStatus Status, string Reason)? _closing;
    private bool _isOver;
    private int _dropped;

    /// <summary>Messages that were not sent because the client doesn't read.</summary>
    public int Dropped => _dropped;

    /// <summary>Told when it stops reading because of the switch.</summary>
    public Action? Stalled { get; init; }

    /// <summary>Queues an event.</summary>
    public void Send(JsonObject message) => SendRaw(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text);

    /// <summary>Queues any bytes at all, for tests of what clients make of them.</summary>
    public void SendRaw(byte[] bytes, WebSocketMessageType type)
    {
        if (!_queue.Writer.TryWrite((bytes, type)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Sends what is queued, then closes; the connection is cut when the client doesn't answer in time.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        lock (_lock)
        {
            if (_isOver || _closing is not null)
            {
                return;
            }

            _closing = (status, reason);
            _queue.Writer.TryComplete();
            _stop.CancelAfter(CloseLimit);
        }
    }

    /// <summary>Cuts the TCP connection with a reset.</summary>
    public void Reset()
    {
        try
        {
            _connection?.LingerState = new LingerOption(true, 0);
            _connection?.Close();
        }
        catch (ObjectDisposedException)
        {
            // It ended just now.
        }

        lock (_lock)
        {
            if (!_isOver)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>Runs until the socket is over, however it ends.</summary>
    /// <param name="receive">Told each message; the next one is read when it is done.</param>
    public async Task RunAsync(Func<byte[], WebSocketMessageType, Task> receive)
    {
        var sending = SendAsync();
        try
        {
            await ReceiveAsync(receive);
            Close(WebSocketCloseStatus.NormalClosure, string.Empty);
            await sending;
        }
        catch (Exception error) when (IsEnd(error))
        {
            // How a client leaves is its own business.
        }

        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await sending;
        socket.Abort();
        socket.Dispose();
        lock (_lock)
        {
            _isOver = true;
            _stop.Dispose();
        }
    }

    private static bool IsEnd(Exception error) =>
        error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;

    private async Task ReceiveAsync(Func<byte[], WebSocketMessageType, Task> receive)
    {
        using var message = new MemoryStream();
        var buffer = new byte[ReadBytes];
        var tooBig = false;
        while (true)
        {
            await WaitAsFaultAsync(0);
            var part = await socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
            await WaitAsFaultAsync(part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (message.Length + part.Count > switches.MessageLimit)
            {
                // What follows is read only to come to the client's answer.
                tooBig = true;
                Close(WebSocketCloseStatus.MessageTooBig, "message too big");
            }

            if (tooBig)
            {
                continue;
            }

            await message.WriteAsync(buffer.AsMemory(0, part.Count), _stop.Token);
            if (part.EndOfMessage)
            {
                var whole = message.ToArray();
                message.SetLength(0);
                await receive(whole, part.MessageType);
            }
        }
    }

    private async Task WaitAsFaultAsync(int bytesRead)
    {
        if (switches.StopsReading)
        {
            Stalled?.Invoke();
        }

        // A switch, not a time of the session: looked at by the system's clock.
        while (switches.StopsReading)
        {
            await Task.Delay(StallCheck, TimeProvider.System, _stop.Token);
        }

        if (switches.ReadRate > 0 && bytesRead > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytesRead / switches.ReadRate), time, _stop.Token);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var (bytes, type) in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                await socket.SendAsync(bytes.AsMemory(), type, WebSocketMessageFlags.EndOfMessage, _stop.Token);
            }

            var (status, reason) = _closing ?? (WebSocketCloseStatus.NormalClosure, string.Empty);
            await socket.CloseOutputAsync(status, reason, _stop.Token);
        }
        catch (Exception error) when (IsEnd(error))
        {
            // The reader ends as well.
        }
    }
}
