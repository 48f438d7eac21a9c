using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Publishing;
using Connectors.LiveKit.Rooms;
using Connectors.LiveKit.Tokens;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit;

public sealed class HearingTests(RtcFixture rtc, ITestOutputHelper output)
{
    [Fact]
    public async Task Hear_ATrack_GivesItsToneAtRealTime()
    {
        var time = TimeProvider.System;
        var room = Guid.NewGuid().ToString("N");
        var transport = new LiveKitRoomTransport(new LiveKitOptions(), time);
        var speaker = new RecordingListener();
        var started = time.GetTimestamp();
        await using var user = transport.Enter(new(rtc.Server.Url, rtc.Server.Mint("user", new LiveKitGrants { Room = room })), speaker);
        await speaker.WaitForAsync<RoomEvent.Joined>();
        output.WriteLine($"joined in {time.GetElapsedTime(started).TotalMilliseconds:0} ms");
        await using var talker = new Talker(
            await new RoomPublisher(user).PublishAudioAsync("mic", true, 48_000, TestContext.Current.CancellationToken), 440);

        var ears = new RecordingListener();
        started = time.GetTimestamp();
        await using var agent = transport.Join(new(rtc.Server.Url, rtc.Server.Mint("agent", new LiveKitGrants { Room = room })), ears);
        var joined = await ears.WaitForAsync<RoomEvent.Joined>();
        output.WriteLine($"joined in {time.GetElapsedTime(started).TotalMilliseconds:0} ms");
        var track = joined.Tracks.Count > 0 ? joined.Tracks[0] : (await ears.WaitForAsync<RoomEvent.TrackPublished>()).Track;
        agent.Hear(track.Id);
        await ears.HearAsync(TimeSpan.FromMilliseconds(100));
        started = time.GetTimestamp();
        var before = ears.Heard.Length;
        await ears.HearAsync(TimeSpan.FromSeconds(3));
        var rate = (ears.Heard.Length - before) / 48_000.0 / time.GetElapsedTime(started).TotalSeconds;
        var amplitude = Loudness.Of(ears.Heard.AsSpan(before), 440);
        output.WriteLine($"rate {rate:0.000}, amplitude {amplitude:0}");
        Assert.InRange(rate, 0.98, 1.02);
        Assert.InRange(amplitude, 7_000, 9_000);
    }
}
