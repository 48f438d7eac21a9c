using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connectors.TestNode.Lines;

/// <summary>The rooms of <see cref="LineRooms"/>, with a user in each whose microphone keeps real-time pace.</summary>
internal sealed class LineRoomServer : IAsyncDisposable
{
    /// <summary>Of the user's microphone, in Hz.</summary>
    public const int SampleRate = 16_000;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _lines = [];
    private readonly Task _run;

    public LineRoomServer()
    {
        _listener.Start();
        Url = new($"ws://{_listener.LocalEndpoint}");
        _run = Task.WhenAll(AcceptAsync(), PaceAsync());
    }

    /// <summary>What a room's address is.</summary>
    public Uri Url { get; }

    /// <summary>The user says something, after what is still to be said.</summary>
    /// <param name="token">The agent's, by which the room is known.</param>
    /// <param name="samples">What.</param>
    public void Say(string token, ReadOnlySpan<short> samples) => RoomOf(token).Say(samples);

    /// <summary>Breaks the line of whoever is in the room, as a network does.</summary>
    /// <param name="token">The agent's.</param>
    public void Break(string token) => RoomOf(token).Break();

    /// <summary>Keeps the microphone's frames back from now on, or lets them go, all at once.</summary>
    /// <param name="token">The agent's.</param>
    /// <param name="isHeld">Which.</param>
    public void Hold(string token, bool isHeld) => RoomOf(token).Hold(isHeld);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await Task.WhenAny(_run);
        await Task.WhenAny(Task.WhenAll(_lines));
        _listener.Dispose();
        _over.Dispose();
    }

    private Room RoomOf(string token) => _rooms.GetOrAdd(token, static _ => new());

    private async Task AcceptAsync()
    {
        while (true)
        {
            _lines.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var socket = client;
        try
        {
            socket.NoDelay = true;
            var (_, token) = await LineFrame.ReadAsync(socket.GetStream(), _over.Token);
            var line = new LineToNode(socket.GetStream());
            RoomOf(Encoding.UTF8.GetString(token)).Enter(line);
            await Task.WhenAny(line.RunAsync(_over.Token), IgnoreAsync(socket.GetStream()));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The node has left.
        }
    }

    private async Task IgnoreAsync(NetworkStream stream)
    {
        while (true)
        {
            await LineFrame.ReadAsync(stream, _over.Token);
        }
    }

    private async Task PaceAsync()
    {
        using var timer = new PeriodicTimer(Frame, TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();
        for (var frames = 0L; await timer.WaitForNextTickAsync(_over.Token);)
        {
            for (var due = (long)(TimeProvider.System.GetElapsedTime(begun) / Frame); frames < due; frames++)
            {
                foreach (var room in _rooms.Values)
                {
                    room.Tick();
                }
            }
        }
    }

    private sealed class Room
    {
        private static readonly int FrameBytes = (int)(SampleRate * Frame.TotalSeconds) * sizeof(short);
        private static readonly byte[] Silence = LineFrame.Bytes(LineKind.Audio, new byte[FrameBytes]);

        private readonly Lock _lock = new();
        private readonly Queue<byte[]> _speech = new();
        private readonly Queue<byte[]> _late = new();
        private LineToNode? _present;
        private bool _isHeld;

        public void Enter(LineToNode line)
        {
            lock (_lock)
            {
                _present?.Send(LineFrame.Bytes(LineKind.PutOut, []));
                _present = line;
                line.Send(LineFrame.Bytes(LineKind.Joined, []));
            }
        }

        public void Say(ReadOnlySpan<short> samples)
        {
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples);
            lock (_lock)
            {
                for (; bytes.Length >= FrameBytes; bytes = bytes[FrameBytes..])
                {
                    _speech.Enqueue(LineFrame.Bytes(LineKind.Audio, bytes[..FrameBytes]));
                }
            }
        }

        public void Break()
        {
            lock (_lock)
            {
                _present?.Break();
                _present = null;
            }
        }

        public void Hold(bool isHeld)
        {
            lock (_lock)
            {
                _isHeld = isHeld;
                while (!isHeld && _late.TryDequeue(out var frame))
                {
                    _present?.Send(frame);
                }
            }
        }

        public void Tick()
        {
            lock (_lock)
            {
                var frame = _speech.TryDequeue(out var spoken) ? spoken : Silence;
                if (_isHeld)
                {
                    _late.Enqueue(frame);
                }
                else
                {
                    _present?.Send(frame);
                }
            }
        }
    }
}
