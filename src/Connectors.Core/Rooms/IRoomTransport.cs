namespace Connectors.Core.Rooms;

/// <summary>Joins rooms of one technology.</summary>
public interface IRoomTransport
{
    /// <summary>
    /// Starts to join and returns at once. The outcome arrives at the listener: <see cref="RoomEvent.Joined"/>, or
    /// <see cref="RoomEvent.Ended"/> with the reason.
    /// </summary>
    /// <param name="address">Which room, and by which token.</param>
    /// <param name="listener">Told everything.</param>
    IRoomConnection Join(RoomAddress address, IRoomListener listener);
}
