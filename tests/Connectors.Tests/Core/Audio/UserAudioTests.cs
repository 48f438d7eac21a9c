using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

public sealed class UserAudioTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(200, 1)]
    [InlineData(-200, 2)]
    [InlineData(0, 3)]
    public void Hour_WithDriftJitterBurstsAndGaps_StaysWithinAHundredMilliseconds(int partsPerMillion, int seed)
    {
        var hour = new MicrophoneHour(partsPerMillion, seed);
        hour.Run(TimeSpan.FromHours(1));
        output.WriteLine($"{partsPerMillion} ppm: "
            + $"sent - passed {hour.Lowest.TotalMilliseconds:F1}..{hour.Highest.TotalMilliseconds:F1} ms, "
            + $"filled {hour.Audio.FilledSilence.TotalSeconds:F2} s (gaps {hour.Gaps.TotalSeconds:F0} s), "
            + $"dropped {hour.Audio.DroppedLate.TotalSeconds:F2} s (late {hour.Stalls.TotalSeconds:F2} s)");

        Assert.InRange(hour.Lowest.TotalMilliseconds, -100, 0);
        Assert.InRange(hour.Highest.TotalMilliseconds, 0, 100);
        // Nothing waits: a frame leaves in the call in which it came, all but what has to fill a message.
        Assert.InRange(hour.LongestWait.TotalMilliseconds, 0, 20);
        Assert.True(hour.Heard > 300_000);
        // Gaps are filled, stalls filled and dropped; beyond that only drift and a little at the gaps' edges.
        Assert.InRange((hour.Audio.FilledSilence - hour.Gaps).TotalSeconds, 0, hour.Stalls.TotalSeconds + 15);
        Assert.InRange(hour.Audio.DroppedLate.TotalSeconds, 0, hour.Stalls.TotalSeconds + 15);
    }

    [Fact]
    public void Silence_WithoutAnyFrame_IsSentContinuously()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Tick(TimeSpan.FromSeconds(10));
        Assert.InRange(room.Audio.Sent.TotalMilliseconds, 9_980, 10_000);
        Assert.All(room.Samples(), sample => Assert.Equal(0, sample));
        Assert.All(room.Messages, message => Assert.Equal(640, message.Length));
    }

    [Fact]
    public void Silence_WhenFramesStop_FillsInWithinAHundredMilliseconds()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Speak(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, room.Audio.FilledSilence);
        room.Tick(TimeSpan.FromMilliseconds(60));
        Assert.Equal(TimeSpan.Zero, room.Audio.FilledSilence);
        room.Tick(TimeSpan.FromMilliseconds(440));
        Assert.InRange(room.Audio.FilledSilence.TotalMilliseconds, 480, 500);
    }

    [Fact]
    public void Frames_ThatComeForAFilledSlot_AreDroppedAndCounted()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Speak(TimeSpan.FromSeconds(2));
        room.Tick(TimeSpan.FromMilliseconds(1_000));
        var late = new short[160];
        for (var i = 0; i < 100; i++)
        {
            room.Audio.OnFrame(late, 16_000);
        }

        Assert.InRange(room.Audio.DroppedLate.TotalMilliseconds, 890, 1_000);
        Assert.InRange((room.Audio.Sent - room.Passed).TotalMilliseconds, 0, 100);
    }

    [Theory]
    [InlineData(AudioEncoding.Pcm16, 16_000, 640)]
    [InlineData(AudioEncoding.Pcm16, 24_000, 960)]
    [InlineData(AudioEncoding.Pcm16, 22_050, 882)]
    [InlineData(AudioEncoding.Pcm16, 48_000, 1_920)]
    [InlineData(AudioEncoding.MuLaw, 8_000, 160)]
    public void Frames_OfFortyEightKilohertz_BecomeTwentyMillisecondsOfAnyFormat(AudioEncoding encoding, int rate, int bytes)
    {
        var room = new MicrophoneRoom(new(encoding, rate));
        room.Speak(TimeSpan.FromSeconds(3), 48_000);
        Assert.InRange(room.Messages.Count, 149, 150);
        Assert.All(room.Messages, message => Assert.Equal(bytes, message.Length));
        var (amplitude, residue) = Signals.Fit(room.Samples().AsSpan(rate, rate), 440, rate);
        Assert.InRange(amplitude, Signals.Amplitude * 0.98, Signals.Amplitude * 1.02);
        Assert.InRange(residue, 0, encoding == AudioEncoding.MuLaw ? 400 : 5);
    }

    [Fact]
    public void Frames_WithTheGateClosed_AreReplacedBySilenceOfTheSameLength()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Speak(TimeSpan.FromSeconds(1));
        room.Audio.IsOpen = false;
        room.Speak(TimeSpan.FromSeconds(1));
        room.Audio.IsOpen = true;
        room.Speak(TimeSpan.FromSeconds(1));
        var samples = room.Samples();
        Assert.Equal(48_000, samples.Length);
        Assert.Equal(0, Signals.Rms(samples.AsSpan(16_000, 16_000)));
        Assert.True(Signals.Rms(samples.AsSpan(0, 16_000)) > 10_000);
        Assert.True(Signals.Rms(samples.AsSpan(32_000, 16_000)) > 10_000);
        Assert.Equal(TimeSpan.Zero, room.Audio.FilledSilence);
    }

    [Fact]
    public void Start_WithAnotherFormat_BeginsAnew()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Speak(TimeSpan.FromMilliseconds(1_010));
        room.Audio.Stop();
        room.Messages.Clear();
        room.Speak(TimeSpan.FromSeconds(1));
        Assert.Empty(room.Messages);
        room.Start(AudioFormat.MuLaw8000);
        room.Speak(TimeSpan.FromSeconds(1));
        Assert.Equal(50, room.Messages.Count);
        Assert.All(room.Messages, message => Assert.Equal(160, message.Length));
        Assert.Equal(TimeSpan.FromMilliseconds(2_000), room.Audio.Sent);
    }

    [Fact]
    public void Rate_ThatChanges_IsFollowed()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Speak(TimeSpan.FromSeconds(1), 16_000);
        room.Speak(TimeSpan.FromSeconds(1), 48_000);
        Assert.Equal(100, room.Messages.Count);
        var (amplitude, _) = Signals.Fit(room.Samples().AsSpan(20_000, 12_000), 440, 16_000);
        Assert.InRange(amplitude, Signals.Amplitude * 0.98, Signals.Amplitude * 1.02);
    }

    [Fact]
    public void Voice_OfTheUser_IsToldWithTheTimeOfItsFirstAndLastSample()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Audio.IsOpen = false;
        room.Silence(TimeSpan.FromSeconds(1));
        room.Speak(TimeSpan.FromSeconds(2));
        room.Silence(TimeSpan.FromSeconds(1));
        Assert.Equal([true, false], room.Voice.Select(voice => voice.Started));
        Assert.InRange(room.Voice[0].At.TotalMilliseconds, 990, 1_020);
        Assert.InRange(room.Voice[1].At.TotalMilliseconds, 2_990, 3_020);
        // Told after the hangover, stamped before it.
        Assert.InRange(room.Voice[1].Told.TotalMilliseconds, 3_390, 3_430);
    }

    [Fact]
    public void Voice_OfAMicrophoneThatVanished_EndsToo()
    {
        var room = new MicrophoneRoom(AudioFormat.Pcm16(16_000));
        room.Silence(TimeSpan.FromSeconds(1));
        room.Speak(TimeSpan.FromSeconds(1));
        room.Tick(TimeSpan.FromSeconds(1));
        Assert.Equal([true, false], room.Voice.Select(voice => voice.Started));
        Assert.InRange(room.Voice[1].At.TotalMilliseconds, 1_980, 2_020);
    }

    [Fact]
    public async Task Calls_FromManyThreads_KeepTheirCount()
    {
        var sent = 0L;
        var time = new FakeTime();
        var audio = new UserAudio(time, message => Interlocked.Add(ref sent, message.Length), (_, _) => { });
        audio.Start(AudioFormat.Pcm16(16_000));
        var cancellation = TestContext.Current.CancellationToken;
        var ticks = Task.Run(
            () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    time.Advance(TimeSpan.FromMilliseconds(5));
                    audio.OnTick();
                    audio.IsOpen = i % 3 != 0;
                }
            },
            cancellation);
        var frames = Task.Run(
            () =>
            {
                var frame = new short[480];
                for (var i = 0; i < 2_000; i++)
                {
                    audio.OnFrame(frame, 48_000);
                }
            },
            cancellation);
        await Task.WhenAll(ticks, frames);
        Assert.Equal(audio.Sent.TotalMilliseconds * 32, sent);
        Assert.InRange((audio.Sent - time.Elapsed).TotalMilliseconds, -100, 100);
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamed()
    {
        var options = new UserAudioOptions
        {
            Message = TimeSpan.FromMilliseconds(5),
            SilentAfter = TimeSpan.FromSeconds(1),
            Behind = TimeSpan.Zero,
            Before = TimeSpan.FromSeconds(1),
            Voice = new()
            {
                Attack = TimeSpan.FromMilliseconds(15),
                Hangover = TimeSpan.Zero,
                StartAbove = float.NaN,
                StayAbove = 40,
                MinimumLevel = 0,
            },
        };

        var error = Assert.Throws<ArgumentException>(() => new UserAudio(new CountedTime(), _ => { }, (_, _) => { }, options));

        string[] names =
        [
            "Message", "SilentAfter", "Behind", "Before", "Voice.Attack", "Voice.Hangover", "Voice.StartAbove", "Voice.StayAbove",
            "Voice.MinimumLevel",
        ];
        Assert.All(
            names,
            name => Assert.Contains($"{name} must be", error.Message, StringComparison.Ordinal));
        Assert.Empty(new UserAudioOptions().Errors());
    }

    [Fact]
    public void Frames_Steady_AllocateNothing()
    {
        long sent = 0;
        var time = new CountedTime();
        var audio = new UserAudio(time, message => sent += message.Length, (_, _) => { });
        audio.Start(AudioFormat.Pcm16(16_000));
        var frame = Signals.Noise(1, 480, 100);
        Assert.Equal(0, Allocation.OfSteadyState(500, i =>
        {
            time.Ticks += TimeSpan.TicksPerMillisecond * 10;
            // Every so often the frames stay away, so that silence fills in.
            if (i % 100 > 30)
            {
                audio.OnFrame(frame, 48_000);
            }

            audio.OnTick();
        }));
        Assert.True(sent > 0);
    }
}
