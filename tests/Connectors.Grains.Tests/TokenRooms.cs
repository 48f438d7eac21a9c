using System.Collections.Concurrent;
using Connectors.Core.Rooms;
using Connectors.Testing;

namespace Connectors.Grains.Tests;

/// <summary>
/// Rooms of all nodes: whoever joins with a token puts out who joined with it before, as LiveKit does with an identity. Each node's
/// joins are kept apart.
/// </summary>
internal sealed class TokenRooms
{
    private readonly ConcurrentDictionary<string, FakeRooms.Connection> _present = new(StringComparer.Ordinal);

    public IRoomTransport Of(FakeRooms node) => new Door(this, node);

    private sealed class Door(TokenRooms rooms, FakeRooms node) : IRoomTransport
    {
        public IRoomConnection Join(RoomAddress address, IRoomListener listener)
        {
            var joined = (FakeRooms.Connection)node.Join(address, listener);
            FakeRooms.Connection? before = null;
            rooms._present.AddOrUpdate(address.Token, joined, (_, present) => (before = present, joined).joined);
            if (before is { IsOver: false })
            {
                before.Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty));
            }

            return joined;
        }
    }
}
