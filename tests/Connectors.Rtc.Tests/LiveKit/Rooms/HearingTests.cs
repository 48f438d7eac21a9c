using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class HearingTests(RtcFixture rtc)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Hear_ATrack_GivesItsToneAtRealTimePace()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var agent = await stage.HearAsync("agent");

        var before = agent.Told.Heard.Length;
        var started = TimeProvider.System.GetTimestamp();
        await agent.Told.HearAsync(3 * Second);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var heard = agent.Told.Heard.AsSpan(before);
        var pace = heard.Length / 48_000.0 / elapsed.TotalSeconds;

        Assert.Equal(48_000, agent.Told.SampleRate);
        Assert.InRange(pace, 0.97, 1.03);
        Assert.InRange(Loudness.Of(heard, HearingStage.Tone), 7_000, 9_000);
        Figures.Report($"audio heard at {pace:0.000} x real time, {agent.Told.Frames} frames of 10 ms");
    }

    [Fact]
    public async Task Hear_OneOfTwoTracks_GivesOnlyThatOne()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var high = await stage.TalkAsync("second", 1_250);
        var agent = await stage.HearAsync("agent");

        await agent.Told.HearAsync(Second);
        var onlyLow = agent.Told.Heard[^48_000..];
        agent.Connection.Hear(high.TrackId);
        await agent.Told.HearAsync(3 * Second);
        var onlyHigh = agent.Told.Heard[^48_000..];

        Assert.InRange(Loudness.Of(onlyLow, HearingStage.Tone), 7_000, 9_000);
        Assert.InRange(Loudness.Of(onlyLow, 1_250), 0, 100);
        Assert.InRange(Loudness.Of(onlyHigh, 1_250), 7_000, 9_000);
        Assert.InRange(Loudness.Of(onlyHigh, HearingStage.Tone), 0, 100);
    }

    [Fact]
    public async Task Join_WithoutHear_ReceivesNoAudio()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var deaf = await stage.JoinAsync("deaf");
        await stage.HearAsync("witness");
        Assert.Equal(0, deaf.Told.Frames);
    }

    [Fact]
    public async Task StopHearing_OfAHeardTrack_EndsItsFrames()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var witness = await stage.HearAsync("witness");
        var agent = await stage.HearAsync("agent");

        agent.Connection.StopHearing();
        await witness.Told.HearAsync(Second);
        var stopped = agent.Told.Frames;
        await witness.Told.HearAsync(Second);
        Assert.Equal(stopped, agent.Told.Frames);

        agent.Connection.Hear(stage.Microphone.TrackId);
        await agent.Told.HearAsync(Second);
        AssertHearsTheTone(agent);
    }

    [Fact]
    public async Task Hear_ManyTimesInARow_EndsWithTheLastOne()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var agent = await stage.HearAsync("agent");

        for (var i = 0; i < 20; i++)
        {
            agent.Connection.StopHearing();
            agent.Connection.Hear(stage.Microphone.TrackId);
        }

        await agent.Told.HearAsync(2 * Second);
        AssertHearsTheTone(agent);
    }

    [Fact]
    public async Task Hear_ATrackThatIsMutedAndUnmuted_SaysSoAndGoesOn()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var agent = await stage.HearAsync("agent");

        stage.Microphone.Mute(true);
        var muted = await agent.Told.WaitForAsync<RoomEvent.TrackMuteChanged>();
        stage.Microphone.Mute(false);
        var unmuted = await agent.Told.WaitForAsync<RoomEvent.TrackMuteChanged>();
        await agent.Told.HearAsync(2 * Second);

        Assert.Equal((stage.Microphone.TrackId, true), (muted.Track.Id, muted.Track.IsMuted));
        Assert.Equal((stage.Microphone.TrackId, false), (unmuted.Track.Id, unmuted.Track.IsMuted));
        AssertHearsTheTone(agent);
        Assert.DoesNotContain(agent.Told.All, e => e is RoomEvent.AudioDropped);
    }

    [Fact]
    public async Task Hear_WithoutTheGrantToSubscribe_ReceivesNothing()
    {
        await using var stage = await HearingStage.StartAsync(rtc);
        var barred = await stage.JoinAsync("barred", stage.Room.Grants with { CanSubscribe = false });
        barred.Connection.Hear(stage.Microphone.TrackId);
        await stage.HearAsync("witness");
        Assert.Equal(0, barred.Told.Frames);
    }

    private static void AssertHearsTheTone(Guest guest) =>
        Assert.InRange(Loudness.Of(guest.Told.Heard.AsSpan()[^24_000..], HearingStage.Tone), 7_000, 9_000);
}
