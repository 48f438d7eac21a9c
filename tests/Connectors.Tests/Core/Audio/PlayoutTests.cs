using Connectors.Audio;
using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

public sealed class PlayoutTests
{
    [Fact]
    public void FirstChunk_OfATurn_WaitsForAudioAndNotForTime()
    {
        using var room = new PlayoutRoom();
        room.Playout.Begin(1);
        room.Append(1, 399);
        Assert.Empty(room.Run());
        room.Append(1, 1);
        var step = Assert.Single(room.Run());
        Assert.Equal((PlayoutStepKind.Speak, 1, 400 * 48, true), (step.Kind, step.Turn, step.Bytes, step.IsFirst));
    }

    [Fact]
    public void FirstChunk_OfAShortTurn_GoesOutAtItsEnd()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 60);
        Assert.Empty(room.Run());
        room.Playout.End(1);
        Assert.Equal([PlayoutStepKind.Speak, PlayoutStepKind.EndSpeech], room.Run().Select(step => step.Kind));
        Assert.Equal(60 * 48, room.Steps[0].Bytes);
    }

    [Fact]
    public void FirstChunk_OfAShortTurnWithoutEnd_GoesOutWhenNothingFollows()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 60);
        room.Run();
        Assert.Equal(room.Options.StallPatience, room.Waits);
        room.Pass(299);
        Assert.Empty(room.Steps);
        room.Pass(1);
        Assert.Single(room.Steps);
    }

    [Fact]
    public void Burst_OfALongTurn_IsSentInChunksAtMostFiveSecondsAhead()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 60_000);
        room.Playout.End(1);
        room.Run();
        Assert.Equal([400 * 48, 48_000, 48_000, 48_000, 48_000], room.Steps.Select(step => step.Bytes));

        room.Pass(300);
        room.Playout.OnSpeakStarted(1);
        room.Pass(399);
        Assert.Equal(5, room.Steps.Count);
        room.Pass(1);
        Assert.Equal(6, room.Steps.Count);
        room.Pass(55_000);
        Assert.Equal(60_000 * 24, room.Spoken[1].Count);
        Assert.Single(room.Of(PlayoutStepKind.EndSpeech));
        Assert.Empty(room.Of(PlayoutStepKind.Heard));
        room.Pass(4_600);
        room.Playout.OnSpeakEnded(1);
        room.Run();
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(room.Of(PlayoutStepKind.Heard)).Time);
        Assert.Null(room.Waits);
        Assert.Equal(0, room.Playout.HeldBytes);
    }

    [Fact]
    public void RealTimeAudio_InSmallPieces_IsNotSentInSmallChunks()
    {
        using var room = new PlayoutRoom();
        for (var i = 0; i < 200; i++)
        {
            room.Append(1, 20);
            room.Pass(20);
            if (i == 30)
            {
                room.Playout.OnSpeakStarted(1);
            }
        }

        room.Playout.End(1);
        room.Run();
        var chunks = room.Of(PlayoutStepKind.Speak).ToList();
        Assert.All(chunks.SkipLast(1), chunk => Assert.InRange(chunk.Bytes, 100 * 48, 48_000));
        Assert.Equal(4_000 * 24, room.Spoken[1].Count);
    }

    [Fact]
    public void Turn_WithoutEndMarker_IsClosedBySilenceAfterItWasHeard()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 2_000);
        room.Run();
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_999);
        Assert.Empty(room.Of(PlayoutStepKind.EndSpeech));
        room.Pass(1);
        Assert.Single(room.Of(PlayoutStepKind.EndSpeech));

        room.Append(2, 500);
        room.Run();
        room.Playout.OnSpeakStarted(2);
        room.Pass(1_499);
        Assert.Single(room.Of(PlayoutStepKind.EndSpeech));
        room.Pass(1);
        Assert.Equal(2, room.Of(PlayoutStepKind.EndSpeech).Count());
    }

    [Fact]
    public void Turn_ThatSilenceClosed_GoesOnAsANewUtterance()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 1_000);
        room.Pass(10_000);
        Assert.Single(room.Of(PlayoutStepKind.Heard));
        room.Append(1, 1_000);
        room.Playout.End(1);
        room.Pass(10_000);

        Assert.Equal(2, room.Of(PlayoutStepKind.Speak).Count(step => step.IsFirst));
        Assert.Equal([1_000, 2_000], room.Of(PlayoutStepKind.Heard).Select(step => step.Time!.Value.TotalMilliseconds));
        Assert.Equal(2, room.Of(PlayoutStepKind.EndSpeech).Count());
        Assert.Equal(TimeSpan.Zero, room.Playout.Refused);
    }

    [Fact]
    public void Turn_WithoutAudio_FinishesWithoutSpeech()
    {
        using var room = new PlayoutRoom();
        room.Playout.Begin(1);
        Assert.Empty(room.Run());
        room.Playout.End(1);
        room.Playout.Begin(2);
        room.Playout.Begin(3);
        room.Append(3, 500);
        room.Playout.End(3);
        room.Pass(20_000);
        Assert.Equal(
            [
                (PlayoutStepKind.TurnFinished, 1), (PlayoutStepKind.TurnFinished, 2), (PlayoutStepKind.Speak, 3),
                (PlayoutStepKind.Speak, 3), (PlayoutStepKind.EndSpeech, 3), (PlayoutStepKind.Heard, 3),
            ],
            room.Steps.Select(step => (step.Kind, step.Turn)));
    }

    [Fact]
    public void Turns_OneAfterTheOther_AreSentBeforeTheFirstWasHeard()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 2_000);
        room.Append(2, 2_000);
        room.Playout.End(2);
        room.Run();
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], room.Steps.Select(step => step.Turn));
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        Assert.Equal(1, room.Playout.CurrentTurn);
        room.Pass(900);
        room.Playout.OnSpeakEnded(1);
        room.Run();
        Assert.Equal(2, room.Playout.CurrentTurn);
        room.Playout.OnSpeakStarted(2);
        room.Pass(1_500);
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), room.Playout.Heard(2));
        Assert.Equal(TimeSpan.FromSeconds(2), room.Playout.Heard(1));
    }

    [Fact]
    public void Cut_InTheMiddle_DropsTheTurnAndRefusesItsRest()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 10_000);
        room.Run();
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_200);
        room.Playout.Cut(1);
        Assert.Equal(TimeSpan.FromMilliseconds(1_200), room.Playout.Heard(1));
        Assert.Equal(0, room.Playout.HeldBytes);
        room.Append(1, 1_000);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Refused);
        var end = Assert.Single(room.Run());
        Assert.Equal((PlayoutStepKind.EndSpeech, 1, true), (end.Kind, end.Turn, end.WasCut));
        room.Pass(5_000);
        Assert.Equal(TimeSpan.FromMilliseconds(1_200), room.Playout.Heard(1));
        Assert.False(room.Playout.IsSpeaking);

        room.Append(2, 400);
        Assert.Equal(2, Assert.Single(room.Run()).Turn);
        Assert.False(room.Playout.OnSpeakInterrupted());
    }

    [Fact]
    public void Interruption_ThatNobodyAskedFor_EndsWhatWasHeard()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 10_000);
        room.Run();
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        Assert.True(room.Playout.OnSpeakInterrupted());
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(1));
        room.Playout.Cut(1);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(1));
    }

    [Theory]
    [InlineData(AudioEncoding.Pcm16, 8_000)]
    [InlineData(AudioEncoding.Pcm16, 16_000)]
    [InlineData(AudioEncoding.Pcm16, 22_050)]
    [InlineData(AudioEncoding.Pcm16, 24_000)]
    [InlineData(AudioEncoding.Pcm16, 44_100)]
    [InlineData(AudioEncoding.Pcm16, 48_000)]
    [InlineData(AudioEncoding.MuLaw, 8_000)]
    public void Audio_OfAnyFormatInOddPieces_IsHeardWhole(AudioEncoding encoding, int rate)
    {
        using var room = new PlayoutRoom();
        var format = new AudioFormat(encoding, rate);
        room.Playout.SetFormat(format);
        var bytes = new byte[rate * 3 * format.BytesPerSample];
        PcmBytes.Write(Signals.Sine(440, rate, rate * 3), encoding, bytes);
        var random = new Random(rate);
        for (long turn = 1; turn <= 3; turn++)
        {
            for (var at = 0; at < bytes.Length;)
            {
                var size = Math.Min(bytes.Length - at, random.Next(1, 4_001));
                room.Playout.Append(turn, bytes.AsSpan(at, size));
                at += size;
            }

            // Half a sample more, which belongs to nothing.
            room.Playout.Append(turn, encoding == AudioEncoding.Pcm16 ? [7] : []);
            room.Playout.End(turn);
            room.Pass(10_000);
            Assert.Equal(3 * 24_000, room.Spoken[turn].Count);
            var (amplitude, residue) = Signals.Fit(room.Spoken[turn].ToArray().AsSpan(2_400, 66_000), 440, 24_000);
            Assert.InRange(amplitude, Signals.Amplitude * 0.98, Signals.Amplitude * 1.02);
            Assert.InRange(residue, 0, encoding == AudioEncoding.MuLaw ? 400 : 5);
        }
    }
}
