using System.Runtime.InteropServices;
using System.Threading.Channels;
using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Sandbox.Rooms;

public sealed class AvatarBodyTests(RtcFixture rtc)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Body_ToldToPlay_IsHeardAndSaysWhen()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = new SandboxUser(TimeProvider.System);
        await user.JoinAsync(rtc.Server.Url, rtc.Server.Mint("client", room.Grants), Cancellation);
        await using var body = new AvatarBody(TimeProvider.System);
        var changes = Channel.CreateUnbounded<(bool IsPlaying, long At)>();
        body.PlayingChanged = playing => changes.Writer.TryWrite((playing, TimeProvider.System.GetTimestamp()));
        await body.JoinAsync(rtc.Server.Url, rtc.Server.Mint("heygen", room.Grants), Cancellation);
        await UntilAsync(user, () => user.Heard.Duration > TimeSpan.FromSeconds(0.5));

        body.Play(Pcm(700, TimeSpan.FromSeconds(1)));
        var (began, beganAt) = await changes.Reader.ReadAsync(Cancellation);
        var (goesOn, endedAt) = await changes.Reader.ReadAsync(Cancellation);
        await UntilAsync(user, () => user.Heard.Frames()[^1].Peak < 100 && Loud(user) > 50);

        Assert.Equal((true, false), (began, goesOn));
        Assert.InRange(TimeProvider.System.GetElapsedTime(beganAt, endedAt).TotalSeconds, 0.9, 1.5);
        Assert.InRange(Loud(user), 85, 125);
        var loud = user.Heard.Frames().Where(frame => frame.Peak > 1_000).ToList();
        var middle = user.Heard.ToWav().Samples.AsSpan(loud[30].Start, 24_000);
        Assert.InRange(Loudness.Of(middle, 700), 7_000, 9_000);
    }

    [Fact]
    public async Task Body_Cleared_IsSilentSoonAndPlaysWhatComesAfter()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = new SandboxUser(TimeProvider.System);
        await user.JoinAsync(rtc.Server.Url, rtc.Server.Mint("client", room.Grants), Cancellation);
        await using var body = new AvatarBody(TimeProvider.System);
        var changes = Channel.CreateUnbounded<bool>();
        body.PlayingChanged = playing => changes.Writer.TryWrite(playing);
        await body.JoinAsync(rtc.Server.Url, rtc.Server.Mint("heygen", room.Grants), Cancellation);

        body.Play(Pcm(700, TimeSpan.FromSeconds(60)));
        await UntilAsync(user, () => Loud(user) > 50);
        body.Clear();
        body.Play(Pcm(1_300, TimeSpan.FromSeconds(2)));
        await UntilAsync(user, () => Loudness.Of(LastHalfSecond(user), 1_300) > 7_000);

        Assert.InRange(Loudness.Of(LastHalfSecond(user).AsSpan()[^4_800..], 700), 0, 500);
        Assert.InRange(body.Buffered.TotalSeconds, 0, 2);
        changes.Writer.Complete();
        var told = await changes.Reader.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal([true, false, true], told);
    }

    [Fact]
    public async Task Body_InItsRoom_PublishesVoiceAndPicture()
    {
        var room = new TestRoom(rtc.Server);
        await using var witness = await room.JoinAsync("witness");
        await using var body = new AvatarBody(TimeProvider.System);
        await body.JoinAsync(rtc.Server.Url, rtc.Server.Mint("heygen", room.Grants), Cancellation);

        var first = (await witness.Told.WaitForAsync<RoomEvent.TrackPublished>()).Track;
        var second = (await witness.Told.WaitForAsync<RoomEvent.TrackPublished>()).Track;
        await body.LeaveAsync();
        await witness.Told.WaitForAsync<RoomEvent.ParticipantLeft>();

        Assert.Equal([true, false], [first.IsAudio, second.IsAudio]);
        Assert.False(first.IsMicrophone);
        Assert.All([first, second], track => Assert.Equal("heygen", track.Identity));
    }

    [Fact]
    public async Task Picture_SeenByOneWhoComesLate_IsDecodedAndMoves()
    {
        var room = new TestRoom(rtc.Server);
        await using var body = new AvatarBody(TimeProvider.System);
        await body.JoinAsync(rtc.Server.Url, rtc.Server.Mint("heygen", room.Grants), Cancellation);
        await using var early = await Viewer.JoinAsync(rtc.Server, rtc.Server.Mint("early", room.Grants));
        for (var i = 0; i < 20; i++)
        {
            await early.NextAsync();
        }

        // The key frame that the first viewer began with is long gone: this one is only served if it may ask for another.
        await using var late = await Viewer.JoinAsync(rtc.Server, rtc.Server.Mint("late", room.Grants));
        var first = await late.NextAsync();
        var second = await late.NextAsync();

        Assert.Equal(MovingPicture.Size, (first.Width, first.Height));
        Assert.InRange(first.FirstBrightColumn(150), 0, first.Width - 1);
        Assert.NotEqual(first.FirstBrightColumn(150), second.FirstBrightColumn(150));
    }

    private static ReadOnlySpan<byte> Pcm(double frequency, TimeSpan duration)
    {
        var samples = new short[(int)(24_000 * duration.TotalSeconds)];
        new Tone(frequency, 24_000).Fill(samples);
        return MemoryMarshal.AsBytes<short>(samples);
    }

    private static int Loud(SandboxUser user) => user.Heard.Frames().Count(frame => frame.Peak > 1_000);

    private static short[] LastHalfSecond(SandboxUser user)
    {
        var samples = user.Heard.ToWav().Samples;
        return samples.Length < 24_000 ? [] : samples[^24_000..];
    }

    private static async Task UntilAsync(SandboxUser user, Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await user.Heard.NextFrameAsync().WaitAsync(limit.Token);
        }
    }
}
