using Connectors.Events;
using Connectors.Providers.Cartesia.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Cartesia;

public sealed class TurnBookTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly List<AgentEvent> _events = [];
    private readonly FakeTime _time = new();
    private readonly TurnBook _turns;

    public TurnBookTests() => _turns = new(_events, _time, Second);

    [Fact]
    public void Audio_ThatWouldStillBeHeard_IsOneTurn()
    {
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio(10 * Second));
        _time.Advance(11 * Second);
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio(Second));
        Assert.Equal([new AgentEvent.TurnStarted(new(1))], _events);
    }

    [Fact]
    public void Audio_AfterAPause_IsAnotherTurn()
    {
        _turns.TurnOfAudio(10 * Second);
        _time.Advance((11 * Second) + Instant);

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
        Assert.Equal(
            [new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1)), new AgentEvent.TurnStarted(new(2))], _events);
    }

    [Fact]
    public void Audio_AtTheSpeedOfSpeech_IsPartedByThePauseAlone()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(new TurnId(1), _turns.TurnOfAudio(Second));
            _time.Advance(Second);
        }

        _time.Advance(Second + Instant);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
    }

    [Fact]
    public void Clear_CutsTheTurnAndWhatComesLate()
    {
        _turns.TurnOfAudio(Second);
        _turns.Clear();
        _turns.Clear();
        _time.Advance(TimeSpan.FromMilliseconds(299));

        Assert.Null(_turns.TurnOfAudio(Second));
        _time.Advance(Instant);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
        Assert.Equal(new AgentEvent.Interrupted(new(1)), Assert.Single(_events.OfType<AgentEvent.Interrupted>()));
    }

    [Fact]
    public void Clear_OfATurnThatWasHeard_InterruptsNothing()
    {
        _turns.Clear();
        _time.Advance(Second);
        _turns.TurnOfAudio(Second);
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));
        _turns.Clear();

        Assert.Equal([new AgentEvent.TurnStarted(new(1))], _events);
    }

    [Fact]
    public void Audio_AfterATurnThatWasHeard_IsAnotherTurn()
    {
        _turns.TurnOfAudio(Second);
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
    }

    [Fact]
    public void Turn_ThatTheHostCut_IsOverWithTheFirstGap()
    {
        _turns.TurnOfAudio(60 * Second);
        _turns.Report(new(new(1), Second, PlayoutOutcome.Interrupted));
        _time.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(new TurnId(1), _turns.TurnOfAudio(Second));
        _time.Advance(TimeSpan.FromMilliseconds(301));
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
        _time.Advance(Second);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
    }

    [Fact]
    public void Report_OfAnEarlierTurn_ChangesNothing()
    {
        _turns.TurnOfAudio(Second);
        _turns.Clear();
        _time.Advance(Second);
        _turns.TurnOfAudio(Second);
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio(Second));
    }
}
