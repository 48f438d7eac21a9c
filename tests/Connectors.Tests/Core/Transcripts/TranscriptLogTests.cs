using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class TranscriptLogTests
{
    private static readonly TurnId First = new(1);

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
                new()
                {
                    Ordinal = 1, Speaker = Speaker.Agent, Text = "Hello.", State = TranscriptState.Final,
                    StartedAt = At(1), EndedAt = At(2), Turn = 1,
                },
                new()
                {
                    Ordinal = 2, Speaker = Speaker.User, Text = "What is it?", State = TranscriptState.Final,
                    StartedAt = At(3), EndedAt = At(5),
                },
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
    public void ReplaceConnection_ItemsThatCountAnew_AreNotTheOldOnesAndTheTurnGoesOn()
    {
        var old = _log.StartTurn(First, At(1));
        _log.AddAgentText(First, "One two three four", AgentTextKind.Delta, At(1));
        _log.AddUserText("u1", "I", isFinal: false, At(2));
        _log.ReplaceConnection();
        var next = _log.StartTurn(new(2), At(4));
        _log.AddAgentText(new(2), "Again.", AgentTextKind.Full, At(4));
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
