using Connectors.Events;
using Connectors.Providers.Deepgram.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Deepgram;

public sealed class TurnBookTests
{
    private readonly List<AgentEvent> _events = [];
    private readonly FakeTime _time = new();
    private readonly TurnBook _turns;

    public TurnBookTests() => _turns = new(_events, _time);

    [Fact]
    public void Turn_BeginsWithItsFirstSentenceAndEndsOnceWithItsAudio()
    {
        _turns.AddText("One.");
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.AddText("Two.");
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.EndAudio();
        _turns.EndAudio();

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)),
                new AgentEvent.AgentText(new(1), "One.", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), " Two.", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), "One. Two.", AgentTextKind.Full),
                new AgentEvent.TurnAudioEnded(new(1)),
            ],
            _events);
    }

    [Fact]
    public void Audio_AfterTheEndOfATurn_IsAnotherTurn()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Interruption_CutsTheTurnAndWhatStragglesUntilTheAnswerIsWorkedOn()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt();
        _turns.Interrupt();

        Assert.Null(_turns.TurnOfAudio());
        _turns.AddText("A sentence that nobody hears.");
        Assert.Null(_turns.TurnOfAudio());
        _turns.ExpectAnswer();
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
        Assert.Equal(
            [new AgentEvent.TurnStarted(new(1)), new AgentEvent.Interrupted(new(1)), new AgentEvent.TurnStarted(new(2))], _events);
    }

    [Fact]
    public void Interruption_BeforeAnAnswerBegan_DropsWhatWasOnItsWay()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();
        _turns.ExpectAnswer();
        _turns.Interrupt();

        Assert.Null(_turns.TurnOfAudio());
    }

    [Fact]
    public void Interruption_WithNothingOnItsWay_DropsNothing()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();
        _turns.Interrupt();

        Assert.Equal(new AgentEvent.Interrupted(new(1)), _events[^1]);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Stragglers_AreDroppedForASecondAtMost()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt();

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_turns.TurnOfAudio());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void EndOfAnInterruptedTurn_EndsTheStragglingOnly()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt();
        _turns.EndAudio();

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
        Assert.Empty(_events.OfType<AgentEvent.TurnAudioEnded>());
    }

    [Fact]
    public void Turn_HeardToItsEnd_CannotBeInterrupted()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();
        _turns.Report(new(new(1), TimeSpan.FromSeconds(1), PlayoutOutcome.Finished));
        _turns.Interrupt();

        Assert.Empty(_events.OfType<AgentEvent.Interrupted>());
    }

    [Fact]
    public void Text_ThatReplacesTheInterruptedTurn_BeginsTheNext()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt("Sorry to cut in. Let me correct that.");
        Assert.Null(_turns.TurnOfAudio());
        _turns.AddText("Sorry to cut in.");

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Text_AfterTheAudioOfATurnThatNothingFollows_CompletesThatTurn()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();
        _turns.AddText("Late.");

        Assert.Equal(new AgentEvent.AgentText(new(1), "Late.", AgentTextKind.Full), _events[^1]);
    }

    [Fact]
    public void TextToSay_BehindAnAnswer_IsATurnOfItsOwn()
    {
        _turns.ExpectSaid();
        _turns.ExpectAnswer();
        _turns.AddText("The answer.");
        _turns.EndAudio();
        _turns.AddText("The text.");

        Assert.Equal(new AgentEvent.AgentText(new(2), "The text.", AgentTextKind.Delta), _events[^1]);
    }

    [Fact]
    public void TwoTextsToSay_AreTwoTurns()
    {
        _turns.AddText("Hello.");
        _turns.EndAudio();
        _turns.ExpectSaid();
        _turns.ExpectSaid();
        foreach (var text in (string[])["One.", "Two."])
        {
            _turns.AddText(text);
            _turns.TurnOfAudio();
            _turns.EndAudio();
        }

        Assert.Equal(3, _events.OfType<AgentEvent.TurnStarted>().Count());
        Assert.Equal(
            ["Hello.", "One.", "Two."],
            _events.OfType<AgentEvent.AgentText>().Where(text => text.Kind == AgentTextKind.Full).Select(text => text.Text));
    }
}
