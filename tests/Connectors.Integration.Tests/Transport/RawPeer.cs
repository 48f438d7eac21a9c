using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Integration.Tests.Transport;

/// <summary>
/// A WebSocket server by hand, frame by frame over one TCP connection, so that tests can do what no server library does:
/// stop reading, reset, cut messages up. Blocking and without allocations once it runs.
/// </summary>
internal sealed class RawPeer : IDisposable
{
    private const string ProtocolGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _head = new byte[16];
    private byte[] _payload = new byte[128 * 1024];
    private Socket? _socket;

    public RawPeer() => _listener.Start();

    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/path?a=b");

    public string Request { get; private set; } = string.Empty;

    private Socket Socket => _socket ?? throw new InvalidOperationException("Not accepted yet.");

    /// <summary>Takes the TCP connection and reads the request.</summary>
    public async Task AcceptTcpAsync(int receiveBufferBytes = 0)
    {
        if (receiveBufferBytes > 0)
        {
            _listener.Server.ReceiveBufferSize = receiveBufferBytes;
        }

        _socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit);
        _socket.ReceiveTimeout = (int)Limit.TotalMilliseconds;
        _socket.NoDelay = true;
        while (!Request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            // Blocking, because a socket that was once used asynchronously allocates ever after.
            Request += Encoding.ASCII.GetString(_payload, 0, _socket.Receive(_payload));
        }
    }

    /// <summary>Takes the connection and upgrades it.</summary>
    public async Task AcceptAsync(int receiveBufferBytes = 0)
    {
        await AcceptTcpAsync(receiveBufferBytes);
        var line = Request.Split("\r\n").Single(header => header.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase));
#pragma warning disable CA5350 // RFC 6455 wants SHA-1; nothing secret depends on it.
        var answer = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(line.Split(':')[1].Trim() + ProtocolGuid)));
#pragma warning restore CA5350
        SendText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        SendText($"Sec-WebSocket-Accept: {answer}\r\n{ChosenSubprotocol()}\r\n");
    }

    public void SendText(string bytes) => Socket.Send(Encoding.ASCII.GetBytes(bytes));

    public void SendFrame(string text, bool isLast = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        SendFrame(Encoding.UTF8.GetBytes(text), (byte)(type == WebSocketMessageType.Text ? 1 : 2), isLast);

    /// <summary>Sends one frame; opcode 0 continues, 1 is text, 2 binary, 8 close, 9 ping.</summary>
    public void SendFrame(ReadOnlySpan<byte> payload, byte opcode, bool isLast = true)
    {
        Span<byte> head = stackalloc byte[10];
        head[0] = (byte)(opcode | (isLast ? 0x80 : 0));
        var length = 2;
        if (payload.Length < 126)
        {
            head[1] = (byte)payload.Length;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            head[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payload.Length);
            length = 4;
        }
        else
        {
            head[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(head[2..], (ulong)payload.Length);
            length = 10;
        }

        SendAll(head[..length]);
        SendAll(payload);
    }

    public void SendClose(int status, string reason)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        Encoding.ASCII.GetBytes(reason, payload.AsSpan(2));
        SendFrame(payload, 8);
    }

    /// <summary>Reads one frame; the payload is valid until the next.</summary>
    public (int Opcode, ReadOnlyMemory<byte> Payload) ReadFrame()
    {
        ReadAll(_head.AsSpan(0, 2));
        var length = (long)(_head[1] & 0x7f);
        if (length == 126)
        {
            ReadAll(_head.AsSpan(2, 2));
            length = BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2));
        }
        else if (length == 127)
        {
            ReadAll(_head.AsSpan(2, 8));
            length = (long)BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(2));
        }

        if (length > _payload.Length)
        {
            _payload = new byte[length];
        }

        Span<byte> mask = stackalloc byte[4];
        ReadAll(mask);
        ReadAll(_payload.AsSpan(0, (int)length));
        for (var i = 0; i < length; i++)
        {
            _payload[i] ^= mask[i & 3];
        }

        return (_head[0] & 0x0f, _payload.AsMemory(0, (int)length));
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadFrame().Payload.Span);

    /// <summary>Ends the TCP connection by a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new(enable: true, seconds: 0);
        Socket.Dispose();
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }

    // The first that is offered, as servers do that know all of them.
    private string ChosenSubprotocol() => Request.Split("\r\n")
        .FirstOrDefault(header => header.StartsWith("Sec-WebSocket-Protocol:", StringComparison.OrdinalIgnoreCase)) is { } offered
        ? $"{offered.Split(',')[0]}\r\n"
        : string.Empty;

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Socket.Send(bytes)..];
        }
    }

    private void ReadAll(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = Socket.Receive(bytes);
            bytes = read > 0 ? bytes[read..] : throw new EndOfStreamException();
        }
    }
}
