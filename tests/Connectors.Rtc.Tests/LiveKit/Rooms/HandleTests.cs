using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class HandleTests(RtcFixture rtc)
{
    private const int Joins = 20;

    [Fact]
    public async Task Handles_AfterManyJoins_AreAllGivenBack()
    {
        var room = new TestRoom(rtc.Server);
        var library = LiveKitLibrary.Get(new());
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        var joined = new List<double>();
        var before = library.Handles;

        for (var i = 0; i < Joins; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await using var agent = await room.JoinAsync("agent");
            joined.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            agent.Connection.Hear(mic.TrackId);
            await agent.Told.HearAsync(TimeSpan.FromMilliseconds(100));
            Assert.True(agent.Connection.TrySendData("t", "hello"u8, null));
            await user.Told.WaitForAsync<RoomEvent.DataReceived>();
        }

        Assert.Equal(before, library.Handles);
        Assert.Equal(0, library.Faults);
        joined.Sort();
        Figures.Report($"{Joins} joins one after the other: median {joined[Joins / 2]:0} ms, slowest {joined[^1]:0} ms");
    }
}
