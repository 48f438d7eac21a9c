using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class TranscriptLimitTests
{
    private static readonly TurnId First = new(1);

    [Fact]
    public void History_LongerThanItsLimit_KeepsTheNewest()
    {
        var log = new TranscriptLog(new TranscriptLimits { HistoryCharacters = 10 });
        log.AddUserMessage("aaaa", At(1));
        log.AddUserMessage("bbbb", At(2));
        log.AddUserMessage("cccc", At(3));

        Assert.Equal(["bbbb", "cccc"], log.History().Select(line => line.Text));
    }

    [Fact]
    public void Segments_OverTheLimit_LoseTheOldestAndCountThem()
    {
        var log = new TranscriptLog(new TranscriptLimits { Segments = 3 });
        for (var i = 0; i < 10; i++)
        {
            log.AddUserMessage($"text{i}", At(i));
        }

        Assert.Equal(["text7", "text8", "text9"], log.Segments().Select(segment => segment.Text));
        Assert.Equal((7, 35L), (log.DroppedSegments, log.DroppedCharacters));
    }

    [Fact]
    public void Characters_OverTheLimit_LoseTheOldest()
    {
        var log = new TranscriptLog(new TranscriptLimits { Characters = 10 });
        log.AddUserMessage("aaaaa", At(1));
        log.AddUserMessage("bbbbb", At(2));
        Assert.Equal(0, log.DroppedSegments);
        log.AddUserMessage("c", At(3));

        Assert.Equal(["bbbbb", "c"], log.Segments().Select(segment => segment.Text));
    }

    [Fact]
    public void Text_OverItsLimit_IsCutBetweenCharactersAndCounted()
    {
        var log = new TranscriptLog(new TranscriptLimits { SegmentCharacters = 6 });
        log.AddAgentText(First, "abcd", AgentTextKind.Delta, At(1));
        log.AddAgentText(First, "e🎧f", AgentTextKind.Delta, At(1));
        log.AddAgentText(First, "ghij", AgentTextKind.Delta, At(1));

        Assert.Equal("abcdeg", Assert.Single(log.Segments()).Text);
        Assert.Equal(6, log.DroppedCharacters);
    }

    [Fact]
    public void Turn_ThatWasDropped_DoesNotComeBack()
    {
        var log = new TranscriptLog(new TranscriptLimits { Segments = 2 });
        log.AddAgentText(First, "old", AgentTextKind.Full, At(1));
        log.AddUserMessage("a", At(2));
        log.AddUserMessage("b", At(3));

        Assert.False(log.AddAgentText(First, "old again", AgentTextKind.Full, At(4)));
        Assert.False(log.AddAgentText(First, "corrected", AgentTextKind.Correction, At(4)));
        log.FinishTurn(1, At(5));
        Assert.Equal(["a", "b"], log.Segments().Select(segment => segment.Text));
    }

    [Fact]
    public void Flood_OfPiecesAndTurns_StaysWithinTheLimits()
    {
        var limits = new TranscriptLimits { Segments = 50, Characters = 5_000, SegmentCharacters = 1_000 };
        var log = new TranscriptLog(limits);
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var turn = new TurnId(1 + (i / 40));
            log.StartUserSpeech(At(i));
            log.StartTurn(turn, At(i));
            log.AddAgentText(turn, new string('x', random.Next(300)), (AgentTextKind)random.Next(3), At(i));
            log.AddUserText($"u{i / 3}", new string('y', random.Next(300)), random.Next(2) == 0, At(i));
        }

        Assert.InRange(log.Segments().Count, 2, limits.Segments);
        Assert.InRange(log.Segments().Sum(segment => segment.Text.Length), 1, limits.Characters);
        Assert.True(log.DroppedSegments > 1_000);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
