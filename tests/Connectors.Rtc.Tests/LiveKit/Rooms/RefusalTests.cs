using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Rooms;
using Connectors.LiveKit.Tokens;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class RefusalTests(RtcFixture rtc)
{
    [Fact]
    public async Task Join_WithAnExpiredToken_IsRefusedByName()
    {
        var room = new TestRoom(rtc.Server);
        await using var guest = room.Enter(rtc.Server.Mint("late", room.Grants, TimeSpan.FromMinutes(-5)));

        var end = await guest.EndAsync();

        Assert.Equal(RoomEndKind.TokenRefused, end.Kind);
        Assert.StartsWith("The access token expired at ", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_WithATokenOfAnotherSecret_IsRefusedByTheServer()
    {
        var room = new TestRoom(rtc.Server);
        var forged = new LiveKitAccessToken(rtc.Server.ApiKey, new("another secret, as long as you like"), TimeProvider.System)
            .Mint("forger", room.Grants, TimeSpan.FromHours(1));
        await using var guest = room.Enter(forged);

        var end = await guest.EndAsync();

        Assert.Equal(new(RoomEndKind.TokenRefused, "The room server refused the access token."), end);
    }

    [Fact]
    public async Task Join_WithATokenThatAllowsNoRoom_IsRefusedByTheServer()
    {
        var room = new TestRoom(rtc.Server);
        await using var roomless = room.Enter(rtc.Server.Mint("roomless", new() { Room = string.Empty }));
        await using var barred = room.Enter(rtc.Server.Mint("barred", room.Grants with { RoomJoin = false }));

        Assert.Equal(RoomEndKind.TokenRefused, (await roomless.EndAsync()).Kind);
        Assert.Equal(RoomEndKind.TokenRefused, (await barred.EndAsync()).Kind);
    }

    [Fact]
    public async Task Join_WithATokenOfAnotherRoom_EntersThatRoomOnly()
    {
        var room = new TestRoom(rtc.Server);
        await using var inside = await room.JoinAsync("inside");
        await using var elsewhere = await new TestRoom(rtc.Server).JoinAsync("elsewhere");

        Assert.True(elsewhere.Connection.TrySendData("t", "wrong room"u8, null));
        await using var friend = await room.JoinAsync("friend");
        Assert.True(friend.Connection.TrySendData("t", "right room"u8, null));

        var heard = await inside.Told.WaitForAsync<RoomEvent.DataReceived>();
        Assert.Equal("right room"u8, heard.Payload.Span);
        Assert.Empty(elsewhere.Told.All.OfType<RoomEvent.Joined>().Single().Participants);
    }

    [Fact]
    public async Task Join_WithGarbageAsToken_IsRefused()
    {
        var room = new TestRoom(rtc.Server);
        await using var guest = room.Enter("not a token at all");

        Assert.Equal(RoomEndKind.TokenRefused, (await guest.EndAsync()).Kind);
    }

    [Fact]
    public async Task Publish_WithoutTheGrant_IsRefused()
    {
        var room = new TestRoom(rtc.Server);
        await using var barred = await room.JoinAsync("barred", room.Grants with { CanPublish = false });

        await Assert.ThrowsAsync<IOException>(() => barred.TalkAsync(440));
    }

    [Fact]
    public async Task Join_WhereNoServerListens_IsUnreachable()
    {
        var listener = new RecordingListener();
        var transport = new LiveKitRoomTransport(new(), TimeProvider.System);
        var token = rtc.Server.Mint("lost", new() { Room = "none" });
        await using var connection = transport.Join(new(new("ws://127.0.0.1:1"), token), listener);

        var end = await listener.WaitForAsync<RoomEvent.Ended>();

        Assert.Equal(new(RoomEndKind.Unreachable, "The room server could not be reached."), end);
        Assert.Single(listener.All);
    }

    [Fact]
    public async Task Join_WhereTheServerNeverAnswers_IsUnreachableInTime()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var listener = new RecordingListener();
        var transport = new LiveKitRoomTransport(new LiveKitOptions { JoinLimit = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        var token = rtc.Server.Mint("patient", new() { Room = "none" });
        var started = TimeProvider.System.GetTimestamp();
        await using var connection = transport.Join(new(new($"ws://{silent.LocalEndpoint}"), token), listener);

        var end = await listener.WaitForAsync<RoomEvent.Ended>();

        Assert.Equal(RoomEndKind.Unreachable, end.Kind);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.9, 5);
    }
}
