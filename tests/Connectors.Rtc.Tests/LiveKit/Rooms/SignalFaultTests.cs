using Connectors.Core.Rooms;
using Connectors.LiveKit.Rooms;
using Connectors.Rtc.Tests.Support;
using Connectors.Testing;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

/// <summary>The signalling socket of a room, broken while the media goes its own way.</summary>
public sealed class SignalFaultTests(RtcFixture rtc)
{
    private static readonly TimeSpan Repair = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Signal_WhenItIsReset_IsRepairedAndHearsOn()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var line = new TcpRelay(rtc.Server.Url);
        await using var agent = await JoinAsync(room, line);
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(TimeSpan.FromSeconds(1));
        var started = TimeProvider.System.GetTimestamp();

        line.Reset();
        await agent.Told.WaitForAsync<RoomEvent.Reconnecting>();
        var noticed = TimeProvider.System.GetElapsedTime(started);
        await agent.Told.WaitForAsync<RoomEvent.Reconnected>();

        Figures.Report($"signalling reset: noticed after {noticed.TotalSeconds:0.0} s, repaired after "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(Loudness.Of(agent.Told.Heard.AsSpan()[^24_000..], 440), 7_000, 9_000);
        Assert.DoesNotContain(agent.Told.All, e => e is RoomEvent.Ended);
    }

    [Fact]
    public async Task Signal_WhenItIsLostForGood_EndsTheRoomAsLostWithinTheLimit()
    {
        var room = new TestRoom(rtc.Server);
        await using var line = new TcpRelay(rtc.Server.Url);
        await using var agent = await JoinAsync(room, line);
        var started = TimeProvider.System.GetTimestamp();

        line.Refuses = true;
        line.Reset();

        Assert.Equal(RoomEndKind.Lost, (await agent.EndAsync()).Kind);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 2 * Repair.TotalSeconds);
    }

    [Fact]
    public async Task Signal_WhenItFallsSilent_IsNoticedAndRepairedOrEndsAsLost()
    {
        var room = new TestRoom(rtc.Server);
        await using var line = new TcpRelay(rtc.Server.Url);
        await using var agent = await JoinAsync(room, line);
        var started = TimeProvider.System.GetTimestamp();

        line.Freeze();
        var next = await agent.Told.WaitForAsync<RoomEvent>(e => e is RoomEvent.Reconnecting or RoomEvent.Ended);

        Figures.Report($"signalling stall: {next} after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        if (next is RoomEvent.Reconnecting)
        {
            next = await agent.Told.WaitForAsync<RoomEvent>(e => e is RoomEvent.Reconnected or RoomEvent.Ended);
            Figures.Report($"then {next} after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        }

        Assert.True(next is RoomEvent.Reconnected or RoomEvent.Ended { Kind: RoomEndKind.Lost }, $"{next}");
    }

    private static async Task<Guest> JoinAsync(TestRoom room, TcpRelay line)
    {
        var listener = new RecordingListener();
        var transport = new LiveKitRoomTransport(new() { RepairLimit = Repair }, TimeProvider.System);
        var guest = new Guest(transport.Enter(new(line.Of(room.Server.Url), room.Server.Mint("agent", room.Grants)), listener), listener);
        await guest.Told.WaitForAsync<RoomEvent.Joined>();
        return guest;
    }
}
