using Connectors.Core.Rooms;

namespace Connectors.Benchmarks.Load.InMemory;

/// <summary>Rooms that are nothing: user and avatar are there, and one thread hands a frame of a microphone to each every 10 ms.</summary>
internal sealed class MemoryRooms : IRoomTransport, IAsyncDisposable
{
    private const int Rate = 48_000;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;
    private Connection[] _heard = [];

    public MemoryRooms() => _feeding = Task.Factory.StartNew(
        Feed, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Milliseconds by which rounds began too late since this was last emptied.</summary>
    public List<double> Late { get; } = [];

    private static TimeProvider Time => TimeProvider.System;

    public IRoomConnection Join(RoomAddress address, IRoomListener listener) => new Connection(this, listener);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding;
        _stop.Dispose();
    }

    private void Feed()
    {
        var frame = new short[Rate / 100];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(frame.AsSpan()));
        for (var i = 0; i < frame.Length; i++)
        {
            // A quiet room rather than a noise.
            frame[i] /= 256;
        }

        var began = Time.GetTimestamp();
        for (var round = 1; !_stop.IsCancellationRequested; round++)
        {
            foreach (var connection in Volatile.Read(ref _heard))
            {
                connection.Listener.OnAudioFrame(frame, Rate);
            }

            var early = (Frame * round) - Time.GetElapsedTime(began);
            lock (Late)
            {
                Late.Add(Math.Max(0, -early.TotalMilliseconds));
            }

            if (early > TimeSpan.Zero)
            {
                _stop.Token.WaitHandle.WaitOne(early);
            }
        }
    }

    private void Change(Func<Connection[], Connection[]> change)
    {
        lock (_lock)
        {
            _heard = change(_heard);
        }
    }

    private sealed class Connection : IRoomConnection
    {
        private readonly MemoryRooms _rooms;
        private readonly Task _joining;
        private int _left;

        public Connection(MemoryRooms rooms, IRoomListener listener)
        {
            (_rooms, Listener) = (rooms, listener);
            RoomTrack[] tracks = [new("TR_mic", "client", true, true, false), new("TR_video", "heygen", false, false, false)];
            _joining = Task.Run(() => listener.OnEvent(new RoomEvent.Joined("agent", ["client", "heygen"], tracks)));
        }

        public IRoomListener Listener { get; }

        public void Hear(string trackId) => _rooms.Change(heard => [.. heard.Where(other => other != this), this]);

        public void StopHearing() => _rooms.Change(heard => [.. heard.Where(other => other != this)]);

        public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination) => true;

        public async Task LeaveAsync()
        {
            await _joining;
            StopHearing();
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Listener.OnEvent(new RoomEvent.Ended(RoomEndKind.LeftByUs, "left"));
            }
        }

        public ValueTask DisposeAsync() => new(LeaveAsync());
    }
}
