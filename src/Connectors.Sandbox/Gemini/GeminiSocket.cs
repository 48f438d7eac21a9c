using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Connectors.Sandbox.Gemini;

/// <summary>The socket of one session: one reader, one writer, and the clock of its life.</summary>
internal sealed class GeminiSocket
{
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly bool _isKeyGood;

    // Unbounded, because a stand-in's script is finite and its client is our own.
    private readonly Channel<(WebSocketMessageType Type, byte[] Bytes)> _out =
        Channel.CreateUnbounded<(WebSocketMessageType, byte[])>(new() { SingleReader = true });
    private volatile bool _isReading = true;
    private (WebSocketCloseStatus Status, string Reason) _close = (WebSocketCloseStatus.NormalClosure, string.Empty);

    public GeminiSocket(WebSocket socket, GeminiSwitches switches, KeptConversations kept, bool isKeyGood, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _isKeyGood = isKeyGood;
        Session = new(switches, kept, time, Send);
        Session.Closing += Close;
    }

    public LiveSession Session { get; }

    /// <summary>Serves the session until the socket ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var limit = Session.Switches.ConnectionLimit;
        var notice = Session.Switches.GoAwayNotice;
        await using var cut = stop.UnsafeRegister(static socket => ((GeminiSocket)socket!).Abort(), this);
        await using var leaving = notice > TimeSpan.Zero
            ? Timer(limit - notice, () => Session.GoAway(notice < limit ? notice : limit))
            : null;
        await using var expiry = Timer(limit, () => Close(new(1000, string.Empty)));
        var writing = WriteAsync();
        await ReadAsync(stop);
        _out.Writer.TryComplete();
        await Session.DisposeAsync();
        await writing;
    }

    /// <summary>Sends anything, as a text message.</summary>
    public void SendText(string text) => _out.Writer.TryWrite((WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>Sends anything, as a binary message.</summary>
    public void SendBinary(byte[] message) => _out.Writer.TryWrite((WebSocketMessageType.Binary, message));

    /// <summary>Sends what is queued, then closes.</summary>
    public void Close(LiveFault fault)
    {
        _close = ((WebSocketCloseStatus)fault.Status, fault.Reason.Length <= 123 ? fault.Reason : fault.Reason[..123]);
        _out.Writer.TryComplete();
    }

    /// <summary>Reads nothing more, as a peer that hangs.</summary>
    public void StopReading() => _isReading = false;

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _socket.Abort();

    private ITimer Timer(TimeSpan due, Action action) => _time.CreateTimer(
        static action => ((Action)action!)(), action, due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    // Gemini's JSON comes in binary frames.
    private void Send(JsonObject message)
    {
        if (Session.Switches.SendsText)
        {
            SendText(message.ToJsonString());
        }
        else
        {
            SendBinary(Encoding.UTF8.GetBytes(message.ToJsonString()));
        }
    }

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
        var reader = new ClientMessageReader(Session);
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
                    Take(reader, message.GetBuffer().AsSpan(0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went without a word.
        }
    }

    private void Take(ClientMessageReader reader, ReadOnlySpan<byte> message)
    {
        if ((_isKeyGood ? reader.Read(message) : LiveFault.BadKey) is { } fault)
        {
            Close(fault);
        }
        else if (Session.TimeLeft <= TimeSpan.Zero)
        {
            Close(new(1008, "The session exceeded its maximum duration."));
        }
    }
}
