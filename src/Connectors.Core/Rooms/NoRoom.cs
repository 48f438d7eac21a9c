namespace Connectors.Core.Rooms;

/// <summary>Stands for a room that we can't join: it is joined at once, nobody is in it, and what is sent goes nowhere.</summary>
internal sealed class NoRoom : IRoomTransport
{
    /// <summary>The only one.</summary>
    public static NoRoom Instance { get; } = new();

    /// <summary>Its address, which nobody asks for anything.</summary>
    public static RoomAddress Address { get; } = new(new("wss://localhost/"), string.Empty);

    public IRoomConnection Join(RoomAddress address, IRoomListener listener)
    {
        listener.OnEvent(new RoomEvent.Joined(string.Empty, [], []));
        return new Connection(listener);
    }

    private sealed class Connection(IRoomListener listener) : IRoomConnection
    {
        private int _left;

        public void Hear(string trackId)
        {
            // Nobody is there.
        }

        public void StopHearing()
        {
            // Nobody is there.
        }

        public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination) => true;

        public Task LeaveAsync()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                listener.OnEvent(new RoomEvent.Ended(RoomEndKind.LeftByUs, "We left."));
            }

            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync() => await LeaveAsync();
    }
}
