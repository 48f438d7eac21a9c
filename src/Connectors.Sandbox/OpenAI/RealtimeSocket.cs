using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The socket of one session: one reader, one writer.</summary>
internal sealed class RealtimeSocket
{
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;

    // Unbounded, because a stand-in's script is finite and its client is our own.
    private readonly Channel<(WebSocketMessageType Type, byte[] Bytes)> _out =
        Channel.CreateUnbounded<(WebSocketMessageType, byte[])>(new() { SingleReader = true });
    private volatile bool _isReading = true;
    private (WebSocketCloseStatus Status, string Reason) _close = (WebSocketCloseStatus.NormalClosure, string.Empty);

    public RealtimeSocket(WebSocket socket, OpenAISwitches options, string model, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        Session = new(options, model, time, Send);
    }

    public RealtimeSession Session { get; }

    /// <summary>Serves the session until the socket ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var cut = stop.UnsafeRegister(static socket => ((RealtimeSocket)socket!).Abort(), this);
        await using var expiry = _time.CreateTimer(
            static socket => ((RealtimeSocket)socket!).Expire(), this, Session.Options.SessionLimit, Timeout.InfiniteTimeSpan);
        var writing = WriteAsync();
        if (Session.Options.IsUnreadableAtStart)
        {
            SendText("{");
        }

        if (!Session.Options.IsSilent)
        {
            Session.Begin();
        }

        await ReadAsync(stop);
        _out.Writer.TryComplete();
        await Session.DisposeAsync();
        await writing;
    }

    /// <summary>Sends anything, as a text message.</summary>
    public void SendText(string text) => _out.Writer.TryWrite((WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>Ends the session as OpenAI does at its longest duration.</summary>
    public void Expire()
    {
        Session.Emit(new RealtimeError("session_expired", "Your session hit the maximum duration of 60 minutes.").ToEvent(null));
        Close(1001, string.Empty);
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Close(int status, string reason)
    {
        _close = ((WebSocketCloseStatus)status, reason);
        _out.Writer.TryComplete();
    }

    /// <summary>Reads nothing more, as a peer that hangs.</summary>
    public void StopReading() => _isReading = false;

    /// <summary>Sends anything, as a binary message.</summary>
    public void SendBinary(byte[] message) => _out.Writer.TryWrite((WebSocketMessageType.Binary, message));

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _socket.Abort();

    private void Send(JsonObject e) => SendText(e.ToJsonString());

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var (type, message) in _out.Reader.ReadAllAsync())
            {
                await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
            }

            await _socket.CloseOutputAsync(_close.Status, _close.Reason, CancellationToken.None);
        }
        catch (Exception error) when (error is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The client is gone; the reader sees the same.
            _socket.Abort();
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var reader = new ClientEventReader(Session);
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                if (!_isReading)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
                }

                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                await message.WriteAsync(buffer.AsMemory(0, part.Count), stop);
                if (part.EndOfMessage)
                {
                    reader.Read(message.GetBuffer().AsSpan(0, (int)message.Length));
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
