using Connectors.Events;
using Connectors.Providers.Gemini.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Gemini;

public sealed class TurnBookTests
{
    private readonly List<AgentEvent> _events = [];
    private readonly FakeTime _time = new();
    private readonly TurnBook _turns;

    public TurnBookTests() => _turns = new(_events, _time);

    [Fact]
    public void Turn_BeginsWithItsFirstAudioAndEndsOnceWithItsGeneration()
    {
        var first = _turns.TurnOfAudio();
        Assert.Same(first, _turns.TurnOfAudio());
        _turns.EndAudio();
        _turns.Complete();

        Assert.Equal([new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1))], _events);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio()!.Id);
    }

    [Fact]
    public void Turn_WithoutAnEndOfItsGeneration_EndsWhenItIsComplete()
    {
        _turns.TurnOfAudio();
        _turns.Complete();

        Assert.Equal(new AgentEvent.TurnAudioEnded(new(1)), _events[^1]);
        Assert.False(_turns.IsActive);
    }

    [Fact]
    public void Audio_AfterTheEndOfAGeneration_IsAnotherTurn()
    {
        _turns.TurnOfAudio();
        _turns.EndAudio();

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio()!.Id);
    }

    [Fact]
    public void Interruption_CutsTheTurnAndWhatStragglesUntilItIsComplete()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt();
        _turns.Interrupt();

        Assert.Null(_turns.TurnOfAudio());
        Assert.Null(_turns.TurnOfText());
        _turns.Complete();
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio()!.Id);
        Assert.Equal(
            [new AgentEvent.TurnStarted(new(1)), new AgentEvent.Interrupted(new(1)), new AgentEvent.TurnStarted(new(2))], _events);
    }

    [Fact]
    public void Interruption_ThatIsNeverCompleted_DropsStragglersOnly()
    {
        _turns.TurnOfAudio();
        _turns.Interrupt();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Null(_turns.TurnOfAudio());
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio()!.Id);
    }

    [Fact]
    public void Interruption_AfterTheTurnWasComplete_CutsWhatIsStillHeardAndNothingNew()
    {
        _turns.TurnOfAudio();
        _turns.Complete();
        _turns.Interrupt();

        Assert.Equal(new AgentEvent.Interrupted(new(1)), _events[^1]);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio()!.Id);
    }

    [Fact]
    public void Interruption_BeforeAnyTurn_IsNothing()
    {
        _turns.Interrupt();

        Assert.Empty(_events);
        Assert.NotNull(_turns.TurnOfAudio());
    }

    [Fact]
    public void Text_BeforeTheFirstSoundOfAnAnswer_IsTheAnswers()
    {
        _turns.TurnOfAudio();
        _turns.Complete();
        _turns.ExpectAnswer();

        var turn = _turns.TurnOfText();
        Assert.Equal(new TurnId(2), turn!.Id);
        Assert.Same(turn, _turns.TurnOfAudio());
    }

    [Fact]
    public void Text_AfterItsTurn_IsStillThatTurns()
    {
        var turn = _turns.TurnOfAudio();
        _turns.Complete();

        Assert.Same(turn, _turns.TurnOfText());
        Assert.Single(_events.OfType<AgentEvent.TurnStarted>());
    }

    [Fact]
    public void Texts_InPieces_AreToldAsAWholeAtTheEndAndAgainIfMoreCome()
    {
        _turns.TurnOfAudio();
        _turns.AddText("One ");
        _turns.AddText("two ");
        _turns.EndAudio();
        _turns.AddText("three.");

        Assert.Equal(
            [
                ("One ", AgentTextKind.Delta), ("two ", AgentTextKind.Delta), ("One two ", AgentTextKind.Full),
                ("One two three.", AgentTextKind.Full),
            ],
            _events.OfType<AgentEvent.AgentText>().Select(static text => (text.Text, text.Kind)));
    }
}
