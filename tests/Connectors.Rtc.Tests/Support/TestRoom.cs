using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Rooms;
using Connectors.LiveKit.Tokens;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A room with a name of its own on a server.</summary>
internal sealed class TestRoom(RoomServer server)
{
    public string Name { get; } = $"test-{Guid.NewGuid():N}";

    public RoomServer Server => server;

    public LiveKitGrants Grants => new() { Room = Name };

    /// <summary>Begins to join.</summary>
    public Guest Enter(string token, LiveKitOptions? options = null)
    {
        var listener = new RecordingListener();
        var transport = new LiveKitRoomTransport(options ?? new(), TimeProvider.System);
        return new(transport.Enter(new(server.Url, token), listener), listener);
    }

    /// <summary>Joins.</summary>
    public async Task<Guest> JoinAsync(string identity, LiveKitGrants? grants = null, LiveKitOptions? options = null)
    {
        var guest = Enter(server.Mint(identity, grants ?? Grants), options);
        await guest.Told.WaitForAsync<RoomEvent.Joined>();
        return guest;
    }
}
