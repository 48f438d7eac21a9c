using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Connectors.Sandbox.Agents;

/// <summary>The server's end of an agent's socket: one reader, one writer, ends of every kind, and a way to stop reading.</summary>
/// <param name="socket">The accepted socket.</param>
/// <param name="time">The clock.</param>
internal abstract class AgentSocket(WebSocket socket, TimeProvider time)
{
    // Unbounded, because a stand-in's script is finite and its client is our own.
    private readonly Channel<(WebSocketMessageType Type, byte[] Bytes)> _out =
        Channel.CreateUnbounded<(WebSocketMessageType, byte[])>(new() { SingleReader = true });
    private readonly TaskCompletionSource<(int, string)> _farewell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReading = true;
    private int _isClosing;
    private (WebSocketCloseStatus Status, string Reason) _close = (WebSocketCloseStatus.NormalClosure, string.Empty);

    /// <summary>The client's close: status and reason; 1006 if it went without a word.</summary>
    public Task<(int Status, string Reason)> Farewell => _farewell.Task;

    /// <summary>Whether the message being taken is text.</summary>
    protected bool IsText { get; private set; }

    /// <summary>Sends anything, as a text message.</summary>
    public void SendText(string text) => _out.Writer.TryWrite((WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>Sends anything, as a binary message.</summary>
    public void SendBinary(byte[] message) => _out.Writer.TryWrite((WebSocketMessageType.Binary, message));

    /// <summary>Sends what is queued, then closes; the first reason counts.</summary>
    public void Close(int status, string reason)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            return;
        }

        _close = ((WebSocketCloseStatus)status, reason);
        _out.Writer.TryComplete();
    }

    /// <summary>Reads nothing more, as a peer that hangs.</summary>
    public void StopReading() => _isReading = false;

    /// <summary>Cuts the connection.</summary>
    public void Abort() => socket.Abort();

    /// <summary>Serves the session until the socket ends.</summary>
    public abstract Task RunAsync(CancellationToken stop);

    /// <summary>Reads and writes until the socket ends.</summary>
    /// <param name="session">Disposed of when nothing more is read, before the last is written.</param>
    /// <param name="stop">Cuts the connection.</param>
    protected async Task ExchangeAsync(IAsyncDisposable session, CancellationToken stop)
    {
        await using var cut = stop.UnsafeRegister(static socket => ((AgentSocket)socket!).Abort(), this);
        var writing = WriteAsync();
        await ReadAsync(stop);
        _farewell.TrySetResult(((int)(socket.CloseStatus ?? (WebSocketCloseStatus)1006), socket.CloseStatusDescription ?? string.Empty));
        _out.Writer.TryComplete();
        await session.DisposeAsync();
        await writing;
    }

    /// <summary>Takes one message of the client.</summary>
    protected abstract void Take(ReadOnlySpan<byte> message);

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var (type, message) in _out.Reader.ReadAllAsync())
            {
                await socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
            }

            await socket.CloseOutputAsync(_close.Status, _close.Reason, CancellationToken.None);
        }
        catch (Exception error) when (error is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The client is gone; the reader sees the same.
            socket.Abort();
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                if (!_isReading)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
                }

                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                await message.WriteAsync(buffer.AsMemory(0, part.Count), stop);
                if (part.EndOfMessage)
                {
                    IsText = part.MessageType == WebSocketMessageType.Text;
                    Take(message.GetBuffer().AsSpan(0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went without a word.
        }
    }
}
