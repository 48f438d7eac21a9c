using System.Runtime.InteropServices;
using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Sound;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class SpeechTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(UtteranceNaming.SourceEventId), "turn")]
    [InlineData(nameof(UtteranceNaming.EventId), "turn")]
    [InlineData(nameof(UtteranceNaming.TaskId), "turn")]
    [InlineData(nameof(UtteranceNaming.None), null)]
    public async Task Utterance_IsStartedWhenItSoundsAndEndedWhenItWasHeard(string naming, string? named)
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var (connection, listener, theirs) = await stage.ConnectAsync(time);
        stage.Sandbox.Switches.UtteranceNaming = Enum.Parse<UtteranceNaming>(naming);
        stage.Sandbox.Switches.RenderDelay = TimeSpan.FromMilliseconds(150);
        var audio = Sine(440, TimeSpan.FromMilliseconds(600));

        connection.Speak("turn", audio);
        connection.EndSpeech("turn");
        await theirs.Log.WaitAsync(LiteDirection.Sent, "agent.audio_buffer_committed", Stop);
        time.Advance(TimeSpan.FromMilliseconds(149));
        Assert.Empty(Body(theirs).Heard());
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(named, (await listener.NextAsync<AvatarEvent.SpeakStarted>()).EventId);
        time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.DoesNotContain(theirs.Log.Records, record => record.Type == "agent.speak_ended");
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(named, (await listener.NextAsync<AvatarEvent.SpeakEnded>()).EventId);
        Assert.Equal(audio, Body(theirs).Heard());
        Assert.Equal(["talking", "idle"], States(theirs));
    }

    [Fact]
    public async Task Utterance_WithoutAnEnd_NeverBecomesIdle()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var (connection, listener, theirs) = await stage.ConnectAsync(time);

        connection.Speak("turn", Sine(440, TimeSpan.FromMilliseconds(500)));
        await listener.NextAsync<AvatarEvent.SpeakStarted>();
        time.Advance(TimeSpan.FromSeconds(30));
        connection.KeepAlive();
        await theirs.Log.WaitAsync(LiteDirection.Received, "session.keep_alive", Stop);

        Assert.DoesNotContain(theirs.Log.Records, record => record.Type == "agent.speak_ended");
        connection.EndSpeech("turn");
        await listener.NextAsync<AvatarEvent.SpeakEnded>();
    }

    [Fact]
    public async Task Utterances_Queue_AndAreToldOneAfterTheOther()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var (connection, listener, theirs) = await stage.ConnectAsync(time);
        var (first, second) = (Sine(440, TimeSpan.FromMilliseconds(500)), Sine(880, TimeSpan.FromMilliseconds(500)));

        connection.Speak("one", first);
        connection.EndSpeech("one");
        connection.Speak("two", second);
        connection.EndSpeech("two");
        Assert.Equal("one", (await listener.NextAsync<AvatarEvent.SpeakStarted>()).EventId);
        await theirs.Log.WaitAsync(record => record is { Type: "agent.speak_end", EventId: "two" }, Stop);
        time.Advance(TimeSpan.FromMilliseconds(501));

        Assert.Equal("one", (await listener.NextAsync<AvatarEvent.SpeakEnded>()).EventId);
        Assert.Equal("two", (await listener.NextAsync<AvatarEvent.SpeakStarted>()).EventId);
        time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal("two", (await listener.NextAsync<AvatarEvent.SpeakEnded>()).EventId);
        Assert.Equal([.. first, .. second], Body(theirs).Heard());
    }

    [Fact]
    public async Task Interrupt_StopsTheSoundAndForgetsTheQueue()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var (connection, listener, theirs) = await stage.ConnectAsync(time);
        connection.Speak("old", Sine(440, TimeSpan.FromSeconds(1)));
        connection.EndSpeech("old");
        connection.Speak("older", Sine(440, TimeSpan.FromSeconds(1)));
        await listener.NextAsync<AvatarEvent.SpeakStarted>();
        time.Advance(TimeSpan.FromMilliseconds(300));

        connection.Interrupt("old");
        await listener.NextAsync<AvatarEvent.SpeakInterrupted>();
        var heard = Body(theirs).Heard().Length;
        connection.EndSpeech("old");
        connection.Speak("new", Sine(880, TimeSpan.FromMilliseconds(500)));
        connection.EndSpeech("new");

        Assert.Equal("new", (await listener.NextAsync<AvatarEvent.SpeakStarted>()).EventId);
        await theirs.Log.WaitAsync(record => record is { Type: "agent.speak_end", EventId: "new" }, Stop);
        time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal("new", (await listener.NextAsync<AvatarEvent.SpeakEnded>()).EventId);
        Assert.Equal(AvatarLimits.Audio.BytesOf(TimeSpan.FromMilliseconds(300)), heard);
        var after = MemoryMarshal.Cast<byte, short>(Body(theirs).Heard().AsSpan(heard));
        Assert.Equal(12_000, after.Length);
        Assert.True(Goertzel.Amplitude(after, 880, 24_000) > 7_000);
    }

    [Fact]
    public async Task FirstChunk_ThatIsTooShort_WaitsForTheEnd()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var (connection, listener, theirs) = await stage.ConnectAsync(time);
        var piece = Sine(440, TimeSpan.FromMilliseconds(20));

        for (var i = 0; i < 50; i++)
        {
            connection.Speak("turn", piece);
        }

        await theirs.Log.WaitAsync(_ => theirs.Log.Records.Count(record => record.Type == "agent.audio_buffer_appended") >= 50, Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(Body(theirs).Heard());
        connection.EndSpeech("turn");

        await listener.NextAsync<AvatarEvent.SpeakStarted>();
        time.Advance(TimeSpan.FromSeconds(1.1));
        await listener.NextAsync<AvatarEvent.SpeakEnded>();
        Assert.Equal(50 * piece.Length, Body(theirs).Heard().Length);
    }

    [Theory]
    [InlineData(24_000, true)]
    [InlineData(16_000, false)]
    public async Task Audio_OfAnotherRate_IsAnErrorInStrictModeOnly(int sampleRate, bool isRight)
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.Tone = 440;
        var (connection, listener, theirs) = await stage.ConnectAsync();
        var audio = Sine(440, TimeSpan.FromMilliseconds(500), sampleRate);

        connection.Speak("lenient", audio);
        connection.EndSpeech("lenient");
        await listener.NextAsync<AvatarEvent.SpeakStarted>();
        await listener.NextAsync<AvatarEvent.SpeakEnded>();
        stage.Sandbox.Switches.Strict = true;
        connection.Speak("strict", audio);
        connection.EndSpeech("strict");

        var next = await listener.NextAsync();
        Assert.Equal(isRight, next is AvatarEvent.SpeakStarted { EventId: "strict" });
        Assert.Equal(!isRight, next is AvatarEvent.Complaint { Code: "invalid_request_error", EventId: "strict" });
        Assert.NotEmpty(Body(theirs).Heard());
    }

    [Fact]
    public async Task Poses_FollowTheListeningCommands()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, listener, theirs) = await stage.ConnectAsync();

        connection.StartListening();
        await theirs.Log.WaitAsync(LiteDirection.Received, "agent.start_listening", Stop);
        connection.Speak("turn", Sine(440, TimeSpan.FromMilliseconds(400)));
        connection.EndSpeech("turn");
        await listener.NextAsync<AvatarEvent.SpeakStarted>();
        await listener.NextAsync<AvatarEvent.SpeakEnded>();
        connection.StopListening();
        await theirs.Log.WaitAsync(_ => States(theirs).Count == 4, Stop);

        Assert.Equal(["listening", "talking", "listening", "idle"], States(theirs));
    }

    private static ClockedAvatarBody Body(SandboxSession session) => (ClockedAvatarBody)session.Body;

    private static List<string> States(SandboxSession session) =>
        [.. session.Log.Records.Where(record => record.Type == "agent.state_updated").Select(record => record.EventId!)];

    private static byte[] Sine(double frequency, TimeSpan length, int sampleRate = 24_000)
    {
        var samples = new short[(int)(length.TotalSeconds * sampleRate)];
        new Tone(frequency, sampleRate).Fill(samples);
        return MemoryMarshal.AsBytes<short>(samples).ToArray();
    }
}
