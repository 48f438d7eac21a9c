using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

public sealed class PlayoutClockTests
{
    [Fact]
    public void Heard_WithStartTold_RunsFromThere()
    {
        using var room = Speaking(3_000);
        room.Pass(700);
        Assert.Equal(TimeSpan.Zero, room.Playout.Heard(1));
        Assert.False(room.Playout.IsSpeaking);
        room.Playout.OnSpeakStarted(1);
        room.Pass(800);
        Assert.True(room.Playout.IsSpeaking);
        Assert.Equal(TimeSpan.FromMilliseconds(800), room.Playout.Heard(1));
    }

    [Fact]
    public void Heard_WithoutAnyEvent_IsEstimatedAndTheTurnEnds()
    {
        using var room = Speaking(3_000);
        room.Pass(1_499);
        Assert.Equal(TimeSpan.Zero, room.Playout.Heard(1));
        room.Pass(1);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(1));
        room.Pass(10_000);
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(room.Of(PlayoutStepKind.Heard)).Time);

        // An avatar that tells nothing is not waited for again.
        room.Append(2, 3_000);
        room.Playout.End(2);
        room.Pass(1_500);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(2));
        room.Pass(2_000);
        Assert.Equal(2, room.Of(PlayoutStepKind.Heard).Count());
    }

    [Fact]
    public void StartDelay_Learned_IsUsedWhereTheEventIsMissing()
    {
        using var room = Speaking(1_000);
        room.Pass(200);
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        room.Playout.OnSpeakEnded(1);
        room.Run();
        room.Append(2, 3_000);
        room.Pass(1_200);
        Assert.Equal(TimeSpan.FromMilliseconds(1_000), room.Playout.Heard(2));
    }

    [Fact]
    public void Heard_WithTheStartToldLate_IsCorrected()
    {
        using var room = Speaking(4_000);
        room.Pass(1_800);
        Assert.Equal(TimeSpan.FromMilliseconds(1_300), room.Playout.Heard(1));
        room.Playout.OnSpeakStarted(1);
        room.Pass(500);
        Assert.Equal(TimeSpan.FromMilliseconds(500), room.Playout.Heard(1));
    }

    [Fact]
    public void Events_DoubledOrOfUnknownTurns_ChangeNothing()
    {
        using var room = Speaking(3_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        room.Playout.OnSpeakStarted(1);
        room.Playout.OnSpeakStarted(7);
        room.Playout.OnSpeakEnded(0);
        room.Pass(500);
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), room.Playout.Heard(1));
        room.Pass(1_600);
        room.Playout.OnSpeakEnded(1);
        room.Run();
        room.Playout.OnSpeakEnded(1);
        room.Run();
        Assert.Single(room.Of(PlayoutStepKind.Heard));
    }

    [Fact]
    public void End_ToldInTheMiddle_PausesUntilTheNextStart()
    {
        using var room = Speaking(4_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        room.Playout.OnSpeakEnded(1);
        room.Pass(600);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(1));
        room.Playout.OnSpeakStarted(1);
        room.Pass(500);
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), room.Playout.Heard(1));
        Assert.Empty(room.Of(PlayoutStepKind.Heard));
    }

    [Fact]
    public void End_ToldInTheMiddleWithoutAnotherStart_IsBelievedAfterAWhile()
    {
        using var room = Speaking(4_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_000);
        room.Playout.OnSpeakEnded(1);
        room.Pass(1_000);
        Assert.Single(room.Of(PlayoutStepKind.Heard));
    }

    [Fact]
    public void Heard_AfterTheProviderStalled_DoesNotRunAheadOfWhatWasSent()
    {
        using var room = new PlayoutRoom();
        room.Append(1, 1_000);
        room.Run();
        room.Playout.OnSpeakStarted(1);
        room.Pass(1_400);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Heard(1));
        room.Append(1, 1_000);
        room.Pass(400);
        Assert.Equal(TimeSpan.FromMilliseconds(1_400), room.Playout.Heard(1));
    }

    [Fact]
    public void End_NotTold_IsWaitedForOnlyABriefTime()
    {
        using var room = Speaking(1_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(2_499);
        Assert.Empty(room.Of(PlayoutStepKind.Heard));
        room.Pass(1);
        Assert.Single(room.Of(PlayoutStepKind.Heard));
    }

    [Fact]
    public void Rewind_InTheMiddle_SpeaksAgainFromWhereItWasHeard()
    {
        using var room = Speaking(10_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(2_500);
        var sent = room.Spoken[1].Count;
        room.Playout.Rewind();
        Assert.Equal(TimeSpan.FromMilliseconds(2_500), room.Playout.Heard(1));
        room.Spoken[1].RemoveRange(2_500 * 24, sent - (2_500 * 24));
        Assert.True(room.Run()[0].IsFirst);
        room.Playout.OnSpeakStarted(1);
        room.Pass(7_600);
        room.Playout.OnSpeakEnded(1);
        room.Run();
        Assert.Equal(Signals.Sine(440, 24_000, 240_000), room.Spoken[1]);
        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(room.Of(PlayoutStepKind.Heard)).Time);
    }

    [Fact]
    public void Rewind_AfterTheUtteranceWasEnded_EndsItAgain()
    {
        using var room = Speaking(2_000);
        room.Playout.OnSpeakStarted(1);
        room.Pass(500);
        room.Playout.Rewind();
        Assert.Equal(
            [PlayoutStepKind.Speak, PlayoutStepKind.Speak, PlayoutStepKind.Speak, PlayoutStepKind.EndSpeech],
            room.Run().Select(step => step.Kind));
        Assert.Equal((2_000 + 1_500) * 24, room.Spoken[1].Count);
    }

    [Fact]
    public void Rewind_WithEverythingHeard_FinishesTheTurn()
    {
        using var room = Speaking(500);
        room.Playout.OnSpeakStarted(1);
        room.Pass(600);
        room.Playout.Rewind();
        Assert.Equal(PlayoutStepKind.Heard, Assert.Single(room.Run()).Kind);
    }

    private static PlayoutRoom Speaking(int milliseconds)
    {
        var room = new PlayoutRoom();
        room.Append(1, milliseconds);
        room.Playout.End(1);
        room.Run();
        return room;
    }
}
