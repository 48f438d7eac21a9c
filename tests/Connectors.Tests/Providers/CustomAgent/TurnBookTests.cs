using Connectors.Events;
using Connectors.Providers.CustomAgent.Dialog;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class TurnBookTests
{
    private readonly List<AgentEvent> _outbox = [];
    private readonly TurnBook _turns;

    public TurnBookTests() => _turns = new(_outbox);

    [Fact]
    public void Audio_OutsideATurn_IsAMistake()
    {
        Assert.Equal((null, true), Audio());
        _turns.Begin();
        Assert.Equal((new TurnId(1), false), Audio());
        Assert.Null(_turns.End());
        Assert.Equal((null, true), Audio());
    }

    [Fact]
    public void Audio_AfterAnInterruption_IsLateAndNoMistake()
    {
        _turns.Begin();
        _turns.Interrupt(1);

        Assert.Equal((null, false), Audio());
        Assert.Null(_turns.End());
        _turns.Begin();
        Assert.Equal((new TurnId(2), false), Audio());
    }

    [Fact]
    public void Turn_ThatBeginsInAnother_EndsThatOnesAudio()
    {
        _turns.Begin();
        _turns.Begin();

        Assert.Equal(
            [new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1)), new AgentEvent.TurnStarted(new(2))], _outbox);
    }

    [Fact]
    public void End_WithoutATurn_IsAMistake()
    {
        Assert.NotNull(_turns.End());
        _turns.Begin();
        Assert.Null(_turns.End());
        Assert.NotNull(_turns.End());
    }

    [Fact]
    public void Interruption_OfAnOlderTurn_LeavesTheNewestOpen()
    {
        _turns.Begin();
        _turns.Begin();
        _turns.Interrupt(1);
        _turns.Interrupt(1);

        Assert.Equal(new AgentEvent.Interrupted(new(1)), Assert.Single(_outbox.OfType<AgentEvent.Interrupted>()));
        Assert.Equal((new TurnId(2), false), Audio());
    }

    [Theory]
    [InlineData(PlayoutOutcome.Finished, 0)]
    [InlineData(PlayoutOutcome.Interrupted, 1)]
    public void Interruption_OfATurnThatWasHeardToItsEnd_CutsNothing(PlayoutOutcome outcome, int interruptions)
    {
        _turns.Begin();
        _turns.End();
        _turns.Report(new(new(1), TimeSpan.FromSeconds(1), outcome));
        _turns.Interrupt(1);

        Assert.Equal(interruptions, _outbox.OfType<AgentEvent.Interrupted>().Count());
    }

    [Fact]
    public void Interruption_BeforeAnyTurn_IsTold()
    {
        _turns.Interrupt(0);

        Assert.Equal([new AgentEvent.Interrupted(default)], _outbox);
    }

    private (TurnId? Turn, bool IsOutside) Audio()
    {
        var turn = _turns.TurnOfAudio(out var isOutside);
        return (turn, isOutside);
    }
}
