using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class TranscriptLogTests
{
    private static readonly TurnId First = new(1);
    private static readonly TurnId Second = new(2);

    private readonly TranscriptLog _log = new(new TranscriptLimits());

    [Fact]
    public void Conversation_InOrder_BecomesSegments()
    {
        var greeting = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "Hello.", AgentTextKind.Full, At(1.1));
        _log.FinishTurn(greeting, At(2));
        _log.StartUserSpeech(At(3));
        _log.AddUserText("u1", "what is", isFinal: false, At(3.5));
        _log.AddUserText("u1", "what is it", isFinal: false, At(4));
        _log.StopUserSpeech(At(4.5));
        _log.AddUserText("u1", "What is it?", isFinal: true, At(5));

        Assert.Equal(
            [
                new() { Ordinal = 1, Speaker = Speaker.Agent, Text = "Hello.", State = TranscriptState.Final, StartedAt = At(1), EndedAt = At(2), Turn = 1 },
                new() { Ordinal = 2, Speaker = Speaker.User, Text = "What is it?", State = TranscriptState.Final, StartedAt = At(3), EndedAt = At(5) },
            ],
            _log.Segments());
    }

    [Fact]
    public void UserText_InterimThenFinal_IsOneSegment()
    {
        Assert.True(_log.AddUserText("u1", "hel", isFinal: false, At(1)));
        Assert.Equal(("hel", TranscriptState.Interim, null), Single());
        Assert.True(_log.AddUserText("u1", "hello", isFinal: true, At(2)));
        Assert.Equal(("hello", TranscriptState.Final, At(2)), Single());
    }

    [Fact]
    public void UserText_AfterTheFinalOne_ChangesItOnlyIfItIsFinalAndNew()
    {
        _log.AddUserText("u1", "hello", isFinal: true, At(1));

        Assert.False(_log.AddUserText("u1", "hel", isFinal: false, At(2)));
        Assert.False(_log.AddUserText("u1", "hello", isFinal: true, At(2)));
        Assert.True(_log.AddUserText("u1", "hello!", isFinal: true, At(3)));
        Assert.Equal(("hello!", TranscriptState.Final, At(1)), Single());
    }

    [Fact]
    public void UserText_WithoutItemIds_StartsAnewAfterEveryFinal()
    {
        _log.AddUserText("", "one", isFinal: false, At(1));
        _log.AddUserText("", "one.", isFinal: true, At(2));
        _log.AddUserText("", "two.", isFinal: true, At(3));

        Assert.Equal(["one.", "two."], Texts());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public void UserText_FinalOfNothing_TakesTheInterimBack(string nothing)
    {
        Assert.False(_log.AddUserText("u0", nothing, isFinal: true, At(0)));
        _log.AddUserText("u1", "uh", isFinal: false, At(1));
        Assert.False(_log.AddUserText("u1", nothing, isFinal: false, At(1.5)));
        Assert.Equal(["uh"], Texts());
        Assert.True(_log.AddUserText("u1", nothing, isFinal: true, At(2)));
        Assert.Empty(_log.Segments());
    }

    [Fact]
    public void UserText_AfterTheAnswerHasBegun_StandsBeforeIt()
    {
        _log.StartUserSpeech(At(1));
        _log.StopUserSpeech(At(2));
        _log.StartTurn(First, At(2.5));
        _log.AddAgentText(First, "Yes.", AgentTextKind.Full, At(2.6));
        _log.AddUserText("u1", "Are you there?", isFinal: true, At(3));

        Assert.Equal(["Are you there?", "Yes."], Texts());
        Assert.Equal([2, 1], _log.Segments().Select(segment => segment.Ordinal));
    }

    [Fact]
    public void UserText_OfAnUtteranceBeforeTheOneThatGoesOn_GetsItsOwnTime()
    {
        _log.StartUserSpeech(At(0));
        _log.StopUserSpeech(At(2));
        _log.StartTurn(First, At(3));
        _log.AddAgentText(First, "Well,", AgentTextKind.Delta, At(3));
        _log.StartUserSpeech(At(3.5));
        _log.AddUserText("u1", "first", isFinal: true, At(3.6));
        _log.StopUserSpeech(At(5));
        _log.AddUserText("u2", "second", isFinal: true, At(6));

        Assert.Equal(["first", "Well,", "second"], Texts());
        Assert.Equal([At(0), At(3), At(3.5)], _log.Segments().Select(segment => segment.StartedAt));
    }

    [Fact]
    public void UserText_AfterNoiseThatWasTakenForSpeech_IsNotMovedBackToIt()
    {
        _log.StartUserSpeech(At(0));
        _log.StopUserSpeech(At(0.2));
        _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "Hello.", AgentTextKind.Full, At(1));
        _log.StartUserSpeech(At(5));
        _log.StartUserSpeech(At(5.1));
        _log.StopUserSpeech(At(6));
        _log.AddUserText("u1", "hi", isFinal: true, At(7));

        Assert.Equal(["Hello.", "hi"], Texts());
        Assert.Equal(At(5), _log.Segments()[1].StartedAt);
    }

    [Fact]
    public void UserMessage_IsFinalAtOnce()
    {
        _log.AddUserMessage(" ", At(1));
        _log.AddUserMessage("typed", At(2));

        Assert.Equal(("typed", TranscriptState.Final, At(2)), Single());
    }

    [Fact]
    public void AgentText_Pieces_AreAppendedAndReplacedByTheWhole()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "Hel", AgentTextKind.Delta, At(1));
        _log.AddAgentText(First, "", AgentTextKind.Delta, At(1));
        _log.AddAgentText(First, "lo", AgentTextKind.Delta, At(2));
        Assert.Equal(("Hello", TranscriptState.Interim, null), Single());

        Assert.True(_log.AddAgentText(First, "Hello.", AgentTextKind.Full, At(3)));
        Assert.False(_log.AddAgentText(First, "Hello.", AgentTextKind.Full, At(3)));
        Assert.Equal(("Hello.", TranscriptState.Final, null), Single());
        Assert.Equal("Hello.", _log.TextOf(turn));
    }

    [Fact]
    public void AgentText_PiecesOnly_AreFinalWhenTheTurnIsOver()
    {
        _log.AddAgentText(First, "Hello", AgentTextKind.Delta, At(1));
        _log.FinishTurn(1, At(2));
        _log.FinishTurn(1, At(9));

        Assert.Equal(("Hello", TranscriptState.Final, At(2)), Single());
    }

    [Fact]
    public void Turn_WithoutText_IsNoSegment()
    {
        _log.FinishTurn(_log.StartTurn(First, At(1)), At(2));

        Assert.Empty(_log.Segments());
        Assert.Empty(_log.History());
        Assert.Equal("", _log.TextOf(1));
    }

    [Fact]
    public void Interruption_WithoutCorrection_KeepsWhatWasHeard()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(1));
        _log.InterruptTurn(turn, At(2), At(4), At(3));

        Assert.Equal(("One two", TranscriptState.Interrupted, At(3)), Single());
        Assert.Equal("One two", _log.TextOf(turn));
    }

    [Fact]
    public void Interruption_BeforeTheText_CutsItWhenItComes()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.InterruptTurn(turn, At(2), At(4), At(3));
        Assert.Empty(_log.Segments());

        _log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(5));

        Assert.Equal(("One two", TranscriptState.Interrupted, At(3)), Single());
    }

    [Fact]
    public void Interruption_LatePieces_DontMakeItLonger()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Delta, At(1));
        _log.InterruptTurn(turn, At(2), At(4), At(3));

        Assert.False(_log.AddAgentText(First, " five six seven eight", AgentTextKind.Delta, At(4)));
        Assert.Equal("One two", _log.TextOf(turn));
    }

    [Fact]
    public void Interruption_BeforeAnythingWasHeard_LeavesAnEmptyTextAndNoHistory()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "Hello", AgentTextKind.Full, At(1));
        _log.InterruptTurn(turn, TimeSpan.Zero, At(4), At(3));

        Assert.Equal(("", TranscriptState.Interrupted, At(3)), Single());
        Assert.Empty(_log.History());
    }

    [Fact]
    public void Interruption_OfATurnThatWasHeard_ChangesNothing()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "Hello", AgentTextKind.Full, At(1));
        _log.FinishTurn(turn, At(2));
        _log.InterruptTurn(turn, TimeSpan.Zero, At(4), At(3));

        Assert.Equal(("Hello", TranscriptState.Final, At(2)), Single());
    }

    [Fact]
    public void Correction_AfterANewTurnHasBegun_ReplacesTheOldOnesEstimate()
    {
        var first = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(1));
        _log.InterruptTurn(first, At(2), At(4), At(3));
        _log.StartTurn(Second, At(4));
        _log.AddAgentText(Second, "Sorry?", AgentTextKind.Full, At(4));

        Assert.True(_log.AddAgentText(First, "One two three", AgentTextKind.Correction, At(5)));
        Assert.False(_log.AddAgentText(First, "One two three", AgentTextKind.Correction, At(5)));
        Assert.False(_log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(5)));
        Assert.False(_log.AddAgentText(First, " five", AgentTextKind.Delta, At(5)));

        Assert.Equal(["One two three", "Sorry?"], Texts());
        Assert.Equal(TranscriptState.Corrected, _log.Segments()[0].State);
    }

    [Fact]
    public void Correction_BeforeTheInterruption_StaysAfterIt()
    {
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(1));
        _log.AddAgentText(First, "One two", AgentTextKind.Correction, At(2));
        _log.InterruptTurn(turn, At(0.1), At(4), At(3));

        Assert.Equal(("One two", TranscriptState.Corrected, At(3)), Single());
    }

    [Fact]
    public void Correction_ToNothing_LeavesAnEmptyTextAndNoHistory()
    {
        _log.AddAgentText(First, "Hello", AgentTextKind.Full, At(1));
        _log.AddAgentText(First, "", AgentTextKind.Correction, At(2));

        Assert.Equal(("", TranscriptState.Corrected, null), Single());
        Assert.Empty(_log.History());
    }

    [Fact]
    public void Correction_OfAnUnknownTurn_IsIgnored()
    {
        Assert.False(_log.AddAgentText(new TurnId(7), "x", AgentTextKind.Correction, At(1)));
        Assert.Empty(_log.Segments());
    }

    [Fact]
    public void ReplaceConnection_TurnsAndItemsThatCountAnew_AreNotTheOldOnes()
    {
        var old = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Delta, At(1));
        _log.AddUserText("u1", "I", isFinal: false, At(2));
        _log.ReplaceConnection();
        var next = _log.StartTurn(First, At(4));
        _log.AddAgentText(First, "Again.", AgentTextKind.Full, At(4));
        _log.AddUserText("u1", "me", isFinal: true, At(5));
        _log.InterruptTurn(old, At(2), At(4), At(6));

        Assert.Equal(["One two", "I", "Again.", "me"], Texts());
        Assert.Equal((1, 2), (old, next));
        Assert.Equal(TranscriptState.Final, _log.Segments()[1].State);
    }

    [Fact]
    public void History_IsWhatWasHeard()
    {
        _log.AddUserMessage("first", At(0));
        var turn = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Full, At(1));
        _log.InterruptTurn(turn, At(2), At(4), At(3));
        _log.AddUserText("u1", "stop ", isFinal: false, At(3));

        Assert.Equal(
            [new(Speaker.User, "first"), new(Speaker.Agent, "One two"), new(Speaker.User, "stop")], _log.History());
    }

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

    [Fact]
    public void ToString_OfSegmentAndLine_HidesTheText()
    {
        _log.AddUserMessage("my secret", At(1));

        Assert.Equal("1 Final", _log.Segments()[0].ToString());
        Assert.DoesNotContain("secret", _log.History()[0].ToString(), StringComparison.Ordinal);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private IEnumerable<string> Texts() => _log.Segments().Select(segment => segment.Text);

    private (string Text, TranscriptState State, TimeSpan? EndedAt) Single()
    {
        var segment = Assert.Single(_log.Segments());
        return (segment.Text, segment.State, segment.EndedAt);
    }
}
