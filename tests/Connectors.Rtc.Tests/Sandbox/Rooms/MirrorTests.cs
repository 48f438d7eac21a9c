using Connectors.LiveKit.Tokens;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.Sandbox.Rooms;

public sealed class MirrorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publisher_MirroredByTheRoomServer_IsHeardInRoomsThatItIsNotIn()
    {
        await using var server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation, mirror: "mirrored");
        await using var user = new SandboxUser(TimeProvider.System);
        await user.JoinAsync(server.Url, server.Mint("client", Grants("mirrored")), Cancellation);

        foreach (var room in (string[])["mirrored", "first", "second"])
        {
            await using var listener = new SandboxParticipant("client", TimeProvider.System);
            await listener.JoinAsync(server.Url, server.Mint("agent", Grants(room)), Cancellation);
            await listener.Heard.NextFrameAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation);
        }
    }

    private static LiveKitGrants Grants(string room) =>
        new() { Room = room, CanPublish = true, CanSubscribe = true, CanPublishData = true };
}
