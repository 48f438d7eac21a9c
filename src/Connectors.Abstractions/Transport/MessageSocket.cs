using System.Net.WebSockets;

namespace Connectors.Transport;

/// <summary>
/// A WebSocket client for whole messages: one reader that calls an <see cref="IMessageReceiver"/>, one writer behind a
/// bounded queue in which control overtakes media, and exactly one end, as data. Sending never waits, reading never
/// waits for sending, and a peer that stops reading is noticed. The steady path allocates nothing.
/// </summary>
public sealed class MessageSocket : IAsyncDisposable
{
    private readonly MessageSocketOptions _options;
    private readonly IMessageReceiver _receiver;
    private readonly ClientWebSocket _socket = new();
    private readonly SocketWriter _writer;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _closeWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    private Task? _run;
    private (WebSocketCloseStatus Status, string Reason) _closing;
    private SocketEnd? _end;
    private bool _isOpen;
    private bool _disposed;

    private MessageSocket(MessageSocketOptions options, IMessageReceiver receiver)
    {
        _options = options;
        _receiver = receiver;
        _writer = new(_socket, options);
    }

    /// <summary>Audio dropped because the peer did not read it fast enough.</summary>
    public TimeSpan DroppedAudio => _writer.Queue.Dropped;

    /// <summary>The subprotocol that the peer chose of those offered; null if none, and before the socket is open.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>
    /// Starts to connect and returns at once; the receiver is told the outcome, possibly before this returns. A receiver that
    /// sends from its callbacks uses <see cref="Create"/> and <see cref="Start"/>.
    /// </summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="receiver">Told everything.</param>
    public static MessageSocket Open(MessageSocketOptions options, IMessageReceiver receiver)
    {
        var socket = Create(options, receiver);
        socket.Start();
        return socket;
    }

    /// <summary>Makes a socket that does nothing before <see cref="Start"/>.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="receiver">Told everything.</param>
    public static MessageSocket Create(MessageSocketOptions options, IMessageReceiver receiver) => new(options, receiver);

    /// <summary>Starts to connect and returns at once. Called once; a socket that was closed before only tells its end.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _run ??= Task.Run(RunAsync);
        }
    }

    /// <summary>Queues a message that overtakes media. The socket owns it from here on.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False if the queue is full or the socket is closing; the message is not sent then.</returns>
    public bool TrySendControl(MessageBuffer message) => _writer.Queue.TryAddControl(message);

    /// <summary>Queues media behind what waits already. The socket owns it from here on.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False if the socket is closing; the message is not sent then.</returns>
    public bool TrySendMedia(MessageBuffer message) => _writer.Queue.TryAddMedia(message);

    /// <summary>Throws away media that was not sent yet.</summary>
    /// <returns>The time of the audio thrown away.</returns>
    public TimeSpan DiscardMedia() => _writer.Queue.DiscardMedia();

    /// <summary>
    /// Sends what is queued, closes politely and waits until the receiver was told; after <paramref name="limit"/> the
    /// connection is cut. While it is still connecting it is cut at once. The first call decides status and reason.
    /// </summary>
    /// <param name="limit">Time for all of it.</param>
    /// <param name="status">Close status to send.</param>
    /// <param name="reason">Close reason to send, at most 123 bytes.</param>
    public async Task CloseAsync(
        TimeSpan limit, WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string reason = "")
    {
        bool isOpen;
        lock (_gate)
        {
            _closing = _closing == default ? (status, reason) : _closing;
            _closeWanted.TrySetResult();
            isOpen = _isOpen;
        }

        _writer.Queue.Complete();
        if (!isOpen)
        {
            Abort(SocketEndKind.ClosedByUs);
        }

        try
        {
            await Ended().WaitAsync(limit, _options.Time);
        }
        catch (TimeoutException)
        {
            Abort(SocketEndKind.ClosedByUs);
            await Ended();
        }
    }

    /// <summary>Cuts the connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort(SocketEndKind.ClosedByUs);
        await Ended();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _socket.Dispose();
        _stop.Dispose();
    }

    private Task Ended()
    {
        lock (_gate)
        {
            return _run ?? Task.CompletedTask;
        }
    }

    private async Task RunAsync()
    {
        SocketEnd end;
        try
        {
            end = await ConnectAsync() ?? await ExchangeAsync();
        }
        catch (Exception error)
        {
            // Receivers never throw; one that does must still learn that its socket is gone.
            end = new(SocketEndKind.ReceiverFailed, 0, error.GetType().Name);
        }

        _writer.Queue.Complete();
        _writer.Queue.Clear();
        _socket.Abort();
        _receiver.OnEnded(end);
    }

    private async Task<SocketEnd?> ConnectAsync()
    {
        var failure = await SocketOpening.ConnectAsync(_socket, _options, _stop.Token);
        lock (_gate)
        {
            _isOpen = failure is null;
            return _end ?? failure;
        }
    }

    private async Task<SocketEnd> ExchangeAsync()
    {
        _receiver.OnOpened();
        await using var watch = _options.Time.CreateTimer(
            static socket => ((MessageSocket)socket!).CheckStall(), this, _options.StallTimeout / 4, _options.StallTimeout / 4);
        var receiving = ReceiveAsync();
        var sending = _writer.RunAsync();
        try
        {
            await Task.WhenAny(receiving, sending, _closeWanted.Task);
            if (!receiving.IsCompleted && _closeWanted.Task.IsCompleted)
            {
                await Task.WhenAny(receiving, sending);
                await _writer.SendCloseAsync(_closing.Status, _closing.Reason);
            }
            else if (sending.IsCompleted)
            {
                // Unless closing, the writer only ends when the connection broke; the reader sees the same.
                _socket.Abort();
            }

            return await receiving;
        }
        finally
        {
            // Also cuts off a writer that waits for a peer which said goodbye but doesn't read.
            _writer.Queue.Complete();
            _socket.Abort();
            await sending;
        }
    }

    private async Task<SocketEnd> ReceiveAsync()
    {
        using var buffer = new ReceiveBuffer(_options.MaximumMessageBytes);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.Free, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return await AnswerCloseAsync();
                }

                if (!buffer.TryAdvance(part.Count))
                {
                    await _writer.SendCloseAsync(WebSocketCloseStatus.MessageTooBig, string.Empty);
                    return new(SocketEndKind.MessageTooLarge, 0, string.Empty);
                }

                if (part.EndOfMessage)
                {
                    _receiver.OnMessage(buffer.Message, part.MessageType == WebSocketMessageType.Text);
                    buffer.Clear();
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            return _end ?? LostEnd();
        }
    }

    private SocketEnd LostEnd() => _closeWanted.Task.IsCompleted
        ? new(SocketEndKind.ClosedByUs, 0, string.Empty)
        : new(SocketEndKind.Lost, 0, string.Empty);

    private async Task<SocketEnd> AnswerCloseAsync()
    {
        if (_closeWanted.Task.IsCompleted)
        {
            return new(SocketEndKind.ClosedByUs, 0, string.Empty);
        }

        var status = (int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty);
        await _writer.SendCloseAsync(WebSocketCloseStatus.NormalClosure, string.Empty);
        return new(SocketEndKind.ClosedByPeer, status, _socket.CloseStatusDescription ?? string.Empty);
    }

    private void CheckStall()
    {
        if (_writer.IsStalled)
        {
            Abort(SocketEndKind.Stalled);
        }
    }

    private void Abort(SocketEndKind kind)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _end ??= new(kind, 0, string.Empty);
        }

        _writer.Queue.Complete();
        try
        {
            // Outside the lock: it runs continuations.
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        _socket.Abort();
    }
}
