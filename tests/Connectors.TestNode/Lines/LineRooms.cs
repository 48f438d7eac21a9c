using Connectors.Core.Rooms;

namespace Connectors.TestNode.Lines;

/// <summary>
/// Rooms without WebRTC, in the test's process (<see cref="LineRoomServer"/>): the user's microphone comes over a plain connection, and
/// who joins with a token puts out who joined with it before.
/// </summary>
internal sealed class LineRooms : IRoomTransport
{
    public IRoomConnection Join(RoomAddress address, IRoomListener listener) => new LineConnection(address, listener);
}
