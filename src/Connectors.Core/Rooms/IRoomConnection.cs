namespace Connectors.Core.Rooms;

/// <summary>
/// One participant of ours in a room. Operations are enqueues: they return at once and may be called from any thread.
/// Nothing is subscribed by itself, so that nothing is decoded without need.
/// </summary>
public interface IRoomConnection : IAsyncDisposable
{
    /// <summary>Subscribes to an audio track; its frames arrive at the listener. Hearing another one ends this one.</summary>
    /// <param name="trackId">Id of a published track (<see cref="RoomTrack.Id"/>).</param>
    void Hear(string trackId);

    /// <summary>Ends the subscription, if there is one.</summary>
    void StopHearing();

    /// <summary>Sends a data packet, reliably and in order.</summary>
    /// <param name="topic">Topic of the packet.</param>
    /// <param name="payload">UTF-8 JSON; copied before the call returns; at most <see cref="RoomLimits.DataBytes"/>.</param>
    /// <param name="destination">Identity of the only receiver, or null for everyone.</param>
    /// <returns>False if too many packets wait already, the packet is too large, or the room is over.</returns>
    bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination);

    /// <summary>Leaves the room, bounded in time (2 s), and waits until the listener was told the end.</summary>
    Task LeaveAsync();
}
