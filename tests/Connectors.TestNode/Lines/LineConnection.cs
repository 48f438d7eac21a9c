using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Connectors.Core.Rooms;

namespace Connectors.TestNode.Lines;

/// <summary>A node's place in one room.</summary>
internal sealed class LineConnection : IRoomConnection
{
    private static readonly RoomTrack Microphone = new("TR_mic", "client", IsAudio: true, IsMicrophone: true, IsMuted: false);
    private static readonly RoomTrack Picture = new("TR_video", "heygen", IsAudio: false, IsMicrophone: false, IsMuted: false);

    private readonly Channel<byte[]> _sent = Channel.CreateBounded<byte[]>(1_000);
    private readonly CancellationTokenSource _left = new();
    private readonly IRoomListener _listener;
    private readonly Task _run;
    private volatile bool _hears;

    public LineConnection(RoomAddress address, IRoomListener listener)
    {
        _listener = listener;
        _run = Task.Run(() => RunAsync(address));
    }

    public void Hear(string trackId) => _hears = trackId == Microphone.Id;

    public void StopHearing() => _hears = false;

    public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination) =>
        _sent.Writer.TryWrite(LineFrame.Bytes(LineKind.Data, payload));

    public async Task LeaveAsync()
    {
        await _left.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _left.Dispose();
    }

    private async Task RunAsync(RoomAddress address)
    {
        RoomEndKind end;
        using var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Url.Host, address.Url.Port, _left.Token);
            _sent.Writer.TryWrite(LineFrame.Bytes(LineKind.Join, Encoding.UTF8.GetBytes(address.Token)));
            await Task.WhenAll(SendAsync(socket.GetStream()), ListenAsync(socket));
            end = RoomEndKind.DuplicateIdentity;
        }
        catch (OperationCanceledException)
        {
            end = RoomEndKind.LeftByUs;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            end = _left.IsCancellationRequested ? RoomEndKind.LeftByUs : RoomEndKind.Lost;
        }

        _listener.OnEvent(new RoomEvent.Ended(end, string.Empty));
    }

    private async Task SendAsync(NetworkStream stream)
    {
        await foreach (var bytes in _sent.Reader.ReadAllAsync(_left.Token))
        {
            await stream.WriteAsync(bytes, _left.Token);
        }
    }

    // Ends when somebody else came.
    private async Task ListenAsync(TcpClient socket)
    {
        try
        {
            while (true)
            {
                var (kind, content) = await LineFrame.ReadAsync(socket.GetStream(), _left.Token);
                switch (kind)
                {
                    case LineKind.Joined:
                        _listener.OnEvent(new RoomEvent.Joined("agent", ["client", "heygen"], [Microphone, Picture]));
                        break;
                    case LineKind.Audio when _hears:
                        _listener.OnAudioFrame(MemoryMarshal.Cast<byte, short>(content), LineRoomServer.SampleRate);
                        break;
                    case LineKind.PutOut:
                        return;
                }
            }
        }
        finally
        {
            _sent.Writer.TryComplete();
        }
    }
}
