using System.Text;
using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class DataTests(RtcFixture rtc)
{
    [Fact]
    public async Task Data_BothWaysByTopic_ArrivesInOrderWithItsSender()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        await using var agent = await room.JoinAsync("agent");
        await user.Told.WaitForAsync<RoomEvent.ParticipantJoined>();

        for (var i = 0; i < 20; i++)
        {
            Assert.True(agent.Connection.TrySendData("agent-response", Encoding.UTF8.GetBytes($"down {i}"), null));
            Assert.True(user.Connection.TrySendData("agent-control", Encoding.UTF8.GetBytes($"up {i} 🎧"), null));
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(("agent-response", "agent", $"down {i}"), await NextAsync(user));
            Assert.Equal(("agent-control", "user", $"up {i} 🎧"), await NextAsync(agent));
        }
    }

    [Fact]
    public async Task Data_ForOneReceiver_ReachesNobodyElse()
    {
        var room = new TestRoom(rtc.Server);
        await using var agent = await room.JoinAsync("agent");
        await using var user = await room.JoinAsync("user");
        await using var other = await room.JoinAsync("other");
        await agent.Told.WaitForAsync<RoomEvent.ParticipantJoined>(joined => joined.Identity == "other");

        Assert.True(agent.Connection.TrySendData("t", "for the user"u8, "user"));
        Assert.True(agent.Connection.TrySendData("t", "for all"u8, null));

        Assert.Equal(("t", "agent", "for the user"), await NextAsync(user));
        Assert.Equal(("t", "agent", "for all"), await NextAsync(user));
        Assert.Equal(("t", "agent", "for all"), await NextAsync(other));
    }

    [Fact]
    public async Task Data_AtTheLimitAndEmpty_Arrives_AndBeyondIsRefused()
    {
        var room = new TestRoom(rtc.Server);
        await using var agent = await room.JoinAsync("agent");
        await using var user = await room.JoinAsync("user");
        var largest = new byte[RoomLimits.DataBytes];
        new Random(1).NextBytes(largest);

        Assert.False(user.Connection.TrySendData("t", new byte[RoomLimits.DataBytes + 1], null));
        Assert.True(user.Connection.TrySendData("t", largest, null));
        Assert.True(user.Connection.TrySendData(string.Empty, [], null));

        Assert.Equal(largest, (await agent.Told.WaitForAsync<RoomEvent.DataReceived>()).Payload.ToArray());
        Assert.Equal((string.Empty, "user", string.Empty), await NextAsync(agent));
    }

    [Fact]
    public async Task Data_WithoutTheGrant_ReachesNobody()
    {
        var room = new TestRoom(rtc.Server);
        await using var agent = await room.JoinAsync("agent");
        await using var barred = await room.JoinAsync("barred", room.Grants with { CanPublishData = false });
        await using var user = await room.JoinAsync("user");

        barred.Connection.TrySendData("t", "unheard"u8, null);
        // It comes after what would have been forwarded: the same server, the same receiver, in order.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(user.Connection.TrySendData("t", "heard"u8, null));

        Assert.Equal(("t", "user", "heard"), await NextAsync(agent));
    }

    [Fact]
    public async Task Data_BeforeJoiningAndAfterLeaving_IsRefused()
    {
        var room = new TestRoom(rtc.Server);
        await using var early = room.Enter(rtc.Server.Mint("early", room.Grants));
        var sent = early.Connection.TrySendData("t", "early"u8, null);
        await early.Told.WaitForAsync<RoomEvent.Joined>();
        await early.Connection.LeaveAsync();

        Assert.False(sent);
        Assert.False(early.Connection.TrySendData("t", "late"u8, null));
    }

    private static async Task<(string Topic, string? Sender, string Text)> NextAsync(Guest guest)
    {
        var data = await guest.Told.WaitForAsync<RoomEvent.DataReceived>();
        return (data.Topic, data.Sender, Encoding.UTF8.GetString(data.Payload.Span));
    }
}
