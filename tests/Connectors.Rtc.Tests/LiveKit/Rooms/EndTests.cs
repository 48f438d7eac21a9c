using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class EndTests(RtcFixture rtc)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_OfARoom_TellsTheEndOnceAndLastAndTheOthers()
    {
        var room = new TestRoom(rtc.Server);
        await using var witness = await room.JoinAsync("witness");
        await using var guest = await room.JoinAsync("guest");

        await guest.Connection.LeaveAsync();
        await guest.Connection.LeaveAsync();

        Assert.Equal(RoomEndKind.LeftByUs, Assert.IsType<RoomEvent.Ended>(guest.Told.All[^1]).Kind);
        Assert.Single(guest.Told.All.OfType<RoomEvent.Ended>());
        Assert.Equal("guest", (await witness.Told.WaitForAsync<RoomEvent.ParticipantLeft>()).Identity);
    }

    [Fact]
    public async Task Leave_BeforeTheJoinIsThrough_EndsAtOnceAndIsUndone()
    {
        var room = new TestRoom(rtc.Server);
        await using var witness = await room.JoinAsync("witness");
        await using var hasty = room.Enter(rtc.Server.Mint("hasty", room.Grants));

        await hasty.Connection.LeaveAsync();

        Assert.Equal(RoomEndKind.LeftByUs, Assert.IsType<RoomEvent.Ended>(Assert.Single(hasty.Told.All)).Kind);
        await witness.Told.WaitForAsync<RoomEvent.ParticipantLeft>(left => left.Identity == "hasty");
    }

    [Fact]
    public async Task Join_WithAnIdentityThatIsThere_EvictsTheOlder()
    {
        var room = new TestRoom(rtc.Server);
        await using var older = await room.JoinAsync("twin");
        await using var newer = await room.JoinAsync("twin");

        Assert.Equal(RoomEndKind.DuplicateIdentity, (await older.EndAsync()).Kind);
        Assert.True(newer.Connection.TrySendData("t", "still here"u8, null));
        Assert.DoesNotContain(newer.Told.All, e => e is RoomEvent.Ended);
    }

    [Fact]
    public async Task Room_WhenWeAreRemoved_SaysSo()
    {
        var room = new TestRoom(rtc.Server);
        await using var guest = await room.JoinAsync("guest");
        using var admin = new RoomAdmin(rtc.Server);

        Assert.True(await admin.RemoveParticipantAsync(room.Name, "guest", Cancellation));

        Assert.Equal(RoomEndKind.ParticipantRemoved, (await guest.EndAsync()).Kind);
    }

    [Fact]
    public async Task Room_WhenItIsDeleted_SaysSoToEveryone()
    {
        var room = new TestRoom(rtc.Server);
        await using var first = await room.JoinAsync("first");
        await using var second = await room.JoinAsync("second");
        using var admin = new RoomAdmin(rtc.Server);

        Assert.True(await admin.DeleteRoomAsync(room.Name, Cancellation));

        Assert.Equal(RoomEndKind.RoomDeleted, (await first.EndAsync()).Kind);
        Assert.Equal(RoomEndKind.RoomDeleted, (await second.EndAsync()).Kind);
        Assert.False(await admin.DeleteRoomAsync(room.Name, Cancellation));
    }

    [Fact]
    public async Task Room_WhenItsServerShutsDown_SaysSo()
    {
        var server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation);
        await using var guest = await new TestRoom(server).JoinAsync("guest");

        await server.DisposeAsync();

        Assert.Equal(RoomEndKind.ServerShutdown, (await guest.EndAsync()).Kind);
    }

    [Fact]
    public async Task Room_WhenItsServerComesBack_IsRepairedAndHearsOn()
    {
        await using var server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation);
        var room = new TestRoom(server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var agent = await room.JoinAsync("agent");
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(TimeSpan.FromSeconds(1));

        await server.RestartAsync(Cancellation);

        await agent.Told.WaitForAsync<RoomEvent.Reconnecting>();
        // Published anew, the user's track has another id.
        var there = (await agent.Told.WaitForAsync<RoomEvent.TrackPublished>(e => e.Track.Id != mic.TrackId)).Track;
        agent.Connection.Hear(there.Id);
        await agent.Told.HearAsync(TimeSpan.FromSeconds(2));

        Assert.InRange(Loudness.Of(agent.Told.Heard.AsSpan()[^24_000..], 440), 7_000, 9_000);
        Assert.Contains(agent.Told.All, e => e is RoomEvent.Reconnected);
        Assert.DoesNotContain(agent.Told.All, e => e is RoomEvent.Ended);
    }

    [Fact]
    public async Task Room_WhenItsServerIsKilled_IsLostInBoundedTime()
    {
        await using var server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation);
        await using var guest = await new TestRoom(server).JoinAsync("guest", null, new() { RepairLimit = TimeSpan.FromSeconds(3) });
        var started = TimeProvider.System.GetTimestamp();

        server.Kill();

        await guest.Told.WaitForAsync<RoomEvent.Reconnecting>();
        Assert.Equal(RoomEndKind.Lost, (await guest.EndAsync()).Kind);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 2, 10);
    }
}
