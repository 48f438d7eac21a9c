using Connectors.Core.Rooms;

namespace Connectors.Benchmarks.Latency;

/// <summary>Rooms without WebRTC: a user with a microphone and an avatar with a video are there, and frames are fed by hand.</summary>
internal sealed class FedRooms : IRoomTransport
{
    private readonly TaskCompletionSource<IRoomListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who takes the frames of the room joined.</summary>
    public Task<IRoomListener> Listener => _listener.Task;

    public IRoomConnection Join(RoomAddress address, IRoomListener listener) => new Connection(this, listener);

    private sealed class Connection : IRoomConnection
    {
        private readonly FedRooms _rooms;
        private readonly IRoomListener _listener;
        private readonly Task _joining;
        private int _left;

        public Connection(FedRooms rooms, IRoomListener listener)
        {
            (_rooms, _listener) = (rooms, listener);
            RoomTrack[] tracks = [new("TR_mic", "client", true, true, false), new("TR_video", "heygen", false, false, false)];
            _joining = Task.Run(() => listener.OnEvent(new RoomEvent.Joined("agent", ["client", "heygen"], tracks)));
        }

        public void Hear(string trackId) => _rooms._listener.TrySetResult(_listener);

        public void StopHearing()
        {
        }

        public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination) => true;

        public async Task LeaveAsync()
        {
            await _joining;
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                _listener.OnEvent(new RoomEvent.Ended(RoomEndKind.LeftByUs, "left"));
            }
        }

        public ValueTask DisposeAsync() => new(LeaveAsync());
    }
}
