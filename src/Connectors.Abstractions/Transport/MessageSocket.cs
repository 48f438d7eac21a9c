using System.Buffers;
using System.Net;
using System.Net.WebSockets;

namespace Connectors.Transport;

/// <summary>
/// A WebSocket client for whole messages: one reader that calls an <see cref="IMessageReceiver"/>, one writer behind a
/// bounded queue in which control overtakes media, and exactly one end, as data. Sending never waits, reading never
/// waits for sending, and a peer that stops reading is noticed. The steady path allocates nothing.
/// </summary>
public sealed class MessageSocket : IAsyncDisposable
{
    private const int UsualMessageBytes = 64 * 1024;

    private readonly MessageSocketOptions _options;
    private readonly IMessageReceiver _receiver;
    private readonly ClientWebSocket _socket = new();
    private readonly SendQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _closeWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;

    private (WebSocketCloseStatus Status, string Reason) _closing = (WebSocketCloseStatus.NormalClosure, string.Empty);
    private SocketEnd? _end;
    private long _sendStarted;
    private int _disposed;

    private MessageSocket(MessageSocketOptions options, IMessageReceiver receiver)
    {
        _options = options;
        _receiver = receiver;
        _queue = new(options.ControlLimit, options.MediaLimit, options.MediaByteLimit);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Audio dropped because the peer did not read it fast enough.</summary>
    public TimeSpan DroppedAudio => _queue.Dropped;

    /// <summary>Starts to connect and returns at once; the receiver is told the outcome.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="receiver">Told everything.</param>
    public static MessageSocket Open(MessageSocketOptions options, IMessageReceiver receiver) => new(options, receiver);

    /// <summary>Queues a message that overtakes media. The socket owns it from here on.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False if the queue is full or the socket is closing; the message is not sent then.</returns>
    public bool TrySendControl(MessageBuffer message) => _queue.TryAddControl(message);

    /// <summary>Queues media behind what waits already. The socket owns it from here on.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False if the socket is closing; the message is not sent then.</returns>
    public bool TrySendMedia(MessageBuffer message) => _queue.TryAddMedia(message);

    /// <summary>Throws away media that was not sent yet.</summary>
    /// <returns>The time of the audio thrown away.</returns>
    public TimeSpan DiscardMedia() => _queue.DiscardMedia();

    /// <summary>
    /// Sends what is queued, closes politely and waits until the receiver was told; after <paramref name="limit"/> the
    /// connection is cut.
    /// </summary>
    /// <param name="limit">Time for all of it.</param>
    /// <param name="status">Close status to send.</param>
    /// <param name="reason">Close reason to send, at most 123 bytes.</param>
    public async Task CloseAsync(
        TimeSpan limit, WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string reason = "")
    {
        _closing = (status, reason);
        _closeWanted.TrySetResult();
        _queue.Complete();
        try
        {
            await _run.WaitAsync(limit, _options.Time);
        }
        catch (TimeoutException)
        {
            Abort(new(SocketEndKind.ClosedByUs, 0, string.Empty));
            await _run;
        }
    }

    /// <summary>Cuts the connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        Abort(new(SocketEndKind.ClosedByUs, 0, string.Empty));
        await _run;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var end = await ConnectAsync();
        if (end is null)
        {
            _receiver.OnOpened();
            end = await ExchangeAsync();
        }

        _queue.Complete();
        _queue.Clear();
        _receiver.OnEnded(end);
    }

    private async Task<SocketEnd?> ConnectAsync()
    {
        foreach (var (name, value) in _options.Headers)
        {
            _socket.Options.SetRequestHeader(name, value);
        }

        foreach (var protocol in _options.Subprotocols)
        {
            _socket.Options.AddSubProtocol(protocol);
        }

        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.KeepAliveInterval = _options.PingInterval;
        _socket.Options.KeepAliveTimeout =
            _options.PingInterval > TimeSpan.Zero ? _options.PingInterval : Timeout.InfiniteTimeSpan;
        using var timeout = new CancellationTokenSource(_options.OpenTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        using var closing = either.Token.UnsafeRegister(static socket => ((ClientWebSocket)socket!).Abort(), _socket);
        try
        {
            await _socket.ConnectAsync(_options.Address, _options.Http, either.Token);
            return null;
        }
        catch (Exception error)
        {
            return _end ?? ConnectFailure(error, timeout.IsCancellationRequested);
        }
    }

    private SocketEnd ConnectFailure(Exception error, bool timedOut)
    {
        if (timedOut)
        {
            return new(SocketEndKind.OpenTimeout, 0, string.Empty);
        }

        var status = _socket.HttpStatusCode;
        return status is 0 or HttpStatusCode.SwitchingProtocols
            ? new(SocketEndKind.Unreachable, 0, (error.InnerException ?? error).GetType().Name)
            : new(SocketEndKind.Refused, (int)status, string.Empty);
    }

    private async Task<SocketEnd> ExchangeAsync()
    {
        await using var watch = _options.Time.CreateTimer(
            static socket => ((MessageSocket)socket!).CheckStall(), this, _options.StallTimeout / 4, _options.StallTimeout / 4);
        var receiving = ReceiveAsync();
        var sending = SendAsync();
        var first = await Task.WhenAny(receiving, sending, _closeWanted.Task);
        if (first == _closeWanted.Task)
        {
            await sending;
            await SendCloseAsync(_closing.Status, _closing.Reason);
        }
        else if (first == sending)
        {
            // The writer only ends by itself when the connection broke; the reader sees the same.
            _socket.Abort();
        }

        var end = await receiving;
        _queue.Complete();
        await sending;
        return end;
    }

    private async Task<SocketEnd> ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualMessageBytes);
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return await AnswerCloseAsync();
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    _receiver.OnMessage(buffer.AsSpan(0, length), part.MessageType == WebSocketMessageType.Text);
                    length = 0;
                    Resize(ref buffer, 0, buffer.Length > 4 * UsualMessageBytes ? UsualMessageBytes : buffer.Length);
                }
                else if (length >= _options.MaximumMessageBytes)
                {
                    await SendCloseAsync(WebSocketCloseStatus.MessageTooBig, string.Empty);
                    return new(SocketEndKind.MessageTooLarge, 0, string.Empty);
                }
                else if (length == buffer.Length)
                {
                    Resize(ref buffer, length, Math.Min(buffer.Length * 2, _options.MaximumMessageBytes + 1));
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            return _end ?? LostEnd();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private SocketEnd LostEnd() => _closeWanted.Task.IsCompleted
        ? new(SocketEndKind.ClosedByUs, 0, string.Empty)
        : new(SocketEndKind.Lost, 0, string.Empty);

    private static void Resize(ref byte[] buffer, int kept, int size)
    {
        if (size == buffer.Length)
        {
            return;
        }

        var resized = ArrayPool<byte>.Shared.Rent(size);
        buffer.AsSpan(0, kept).CopyTo(resized);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = resized;
    }

    private async Task<SocketEnd> AnswerCloseAsync()
    {
        if (_closeWanted.Task.IsCompleted)
        {
            return new(SocketEndKind.ClosedByUs, 0, string.Empty);
        }

        var status = (int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty);
        await SendCloseAsync(WebSocketCloseStatus.NormalClosure, string.Empty);
        return new(SocketEndKind.ClosedByPeer, status, _socket.CloseStatusDescription ?? string.Empty);
    }

    private async Task SendCloseAsync(WebSocketCloseStatus status, string reason)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), _options.Time);
            await _socket.CloseOutputAsync(status, reason, limit.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException or IOException)
        {
            // The peer is gone already; the reader says so.
        }
    }

    private async Task SendAsync()
    {
        try
        {
            do
            {
                while (_queue.TryTake(out var message))
                {
                    await SendOneAsync(message);
                }
            }
            while (await _queue.WaitAsync() || !_queue.IsEmpty);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException or IOException)
        {
            // The reader sees the same end and tells it.
        }
    }

    private async ValueTask SendOneAsync(MessageBuffer message)
    {
        Volatile.Write(ref _sendStarted, _options.Time.GetTimestamp());
        try
        {
            await _socket.SendAsync(
                message.Written, message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
                WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref _sendStarted, 0);
            message.Dispose();
        }
    }

    private void CheckStall()
    {
        var started = Volatile.Read(ref _sendStarted);
        if (started != 0 && _options.Time.GetElapsedTime(started) > _options.StallTimeout)
        {
            Abort(new(SocketEndKind.Stalled, 0, string.Empty));
        }
    }

    private void Abort(SocketEnd end)
    {
        Interlocked.CompareExchange(ref _end, end, null);
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        _socket.Abort();
        _queue.Complete();
    }
}
