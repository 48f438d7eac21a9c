using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class HearingTests(RtcFixture rtc)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Hear_ATrack_GivesItsToneAtRealTimePace()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var agent = await room.JoinAsync("agent");
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(Second);

        var before = agent.Told.Heard.Length;
        var started = TimeProvider.System.GetTimestamp();
        await agent.Told.HearAsync(3 * Second);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var heard = agent.Told.Heard.AsSpan(before);
        var pace = heard.Length / 48_000.0 / elapsed.TotalSeconds;

        Assert.Equal(48_000, agent.Told.SampleRate);
        Assert.InRange(pace, 0.97, 1.03);
        Assert.InRange(Loudness.Of(heard, 440), 7_000, 9_000);
        Figures.Report($"audio heard at {pace:0.000} x real time, {agent.Told.Frames} frames of 10 ms");
    }

    [Fact]
    public async Task Hear_OneOfTwoTracks_GivesOnlyThatOne()
    {
        var room = new TestRoom(rtc.Server);
        await using var first = await room.JoinAsync("first");
        await using var second = await room.JoinAsync("second");
        var low = await first.TalkAsync(440);
        var high = await second.TalkAsync(1_250);
        await using var agent = await room.JoinAsync("agent");

        agent.Connection.Hear(low.TrackId);
        await agent.Told.HearAsync(2 * Second);
        var onlyLow = agent.Told.Heard[^48_000..];
        agent.Connection.Hear(high.TrackId);
        await agent.Told.HearAsync(3 * Second);
        var onlyHigh = agent.Told.Heard[^48_000..];

        Assert.InRange(Loudness.Of(onlyLow, 440), 7_000, 9_000);
        Assert.InRange(Loudness.Of(onlyLow, 1_250), 0, 100);
        Assert.InRange(Loudness.Of(onlyHigh, 1_250), 7_000, 9_000);
        Assert.InRange(Loudness.Of(onlyHigh, 440), 0, 100);
    }

    [Fact]
    public async Task Join_WithoutHear_ReceivesNoAudio()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var deaf = await room.JoinAsync("deaf");
        await using var witness = await room.JoinAsync("witness");

        witness.Connection.Hear(mic.TrackId);
        await witness.Told.HearAsync(Second);

        Assert.Equal(0, deaf.Told.Frames);
    }

    [Fact]
    public async Task StopHearing_OfAHeardTrack_EndsItsFrames()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var agent = await room.JoinAsync("agent");
        await using var witness = await room.JoinAsync("witness");
        witness.Connection.Hear(mic.TrackId);
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(Second);

        agent.Connection.StopHearing();
        await witness.Told.HearAsync(Second);
        var stopped = agent.Told.Frames;
        await witness.Told.HearAsync(Second);
        Assert.Equal(stopped, agent.Told.Frames);

        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(Second);
        Assert.InRange(Loudness.Of(agent.Told.Heard.AsSpan()[^24_000..], 440), 7_000, 9_000);
    }

    [Fact]
    public async Task Hear_ManyTimesInARow_EndsWithTheLastOne()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var agent = await room.JoinAsync("agent");
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(Second);

        for (var i = 0; i < 20; i++)
        {
            agent.Connection.StopHearing();
            agent.Connection.Hear(mic.TrackId);
        }

        await agent.Told.HearAsync(2 * Second);
        Assert.InRange(Loudness.Of(agent.Told.Heard.AsSpan()[^24_000..], 440), 7_000, 9_000);
    }

    [Fact]
    public async Task Hear_ATrackThatIsMutedAndUnmuted_SaysSoAndGoesOn()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var agent = await room.JoinAsync("agent");
        agent.Connection.Hear(mic.TrackId);
        await agent.Told.HearAsync(Second);

        mic.Mute(true);
        var muted = await agent.Told.WaitForAsync<RoomEvent.TrackMuteChanged>();
        mic.Mute(false);
        var unmuted = await agent.Told.WaitForAsync<RoomEvent.TrackMuteChanged>();
        await agent.Told.HearAsync(2 * Second);

        Assert.Equal((mic.TrackId, true), (muted.Track.Id, muted.Track.IsMuted));
        Assert.Equal((mic.TrackId, false), (unmuted.Track.Id, unmuted.Track.IsMuted));
        Assert.InRange(Loudness.Of(agent.Told.Heard.AsSpan()[^24_000..], 440), 7_000, 9_000);
        Assert.DoesNotContain(agent.Told.All, e => e is RoomEvent.AudioDropped);
    }

    [Fact]
    public async Task Hear_WithoutTheGrantToSubscribe_ReceivesNothing()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var barred = await room.JoinAsync("barred", room.Grants with { CanSubscribe = false });
        await using var witness = await room.JoinAsync("witness");

        barred.Connection.Hear(mic.TrackId);
        witness.Connection.Hear(mic.TrackId);
        await witness.Told.HearAsync(Second);

        Assert.Equal(0, barred.Told.Frames);
    }
}
