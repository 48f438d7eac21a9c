using Connectors.Events;
using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class TurnBookTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<AgentEvent> _events = [];
    private readonly FakeTime _time = new();
    private readonly TurnBook _turns;

    public TurnBookTests() => _turns = new(_events, _time);

    [Fact]
    public void Turn_FromItsBeginToItsEnd_HasItsTextsAndItsAudio()
    {
        _turns.Begin(3);
        _turns.AddText(3, "Hello");
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.AddText(3, " there.");
        _turns.End(3, "Hello there.", isInterrupted: false);

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)),
                new AgentEvent.AgentText(new(1), "Hello", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), " there.", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), "Hello there.", AgentTextKind.Full),
                new AgentEvent.TurnAudioEnded(new(1)),
            ],
            _events);
    }

    [Fact]
    public void Audio_BeforeItsTurnIsNamed_IsOfThatTurn()
    {
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.Begin(2);
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.End(2, "All of it.", isInterrupted: false);

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)),
                new AgentEvent.AgentText(new(1), "All of it.", AgentTextKind.Full),
                new AgentEvent.TurnAudioEnded(new(1)),
            ],
            _events);
    }

    [Fact]
    public void Turn_ThatBeginsInAnother_EndsIt()
    {
        _turns.Begin(2);
        _turns.Begin(4);

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
        _turns.AddText(2, "late");
        _turns.End(2, "The first one.", isInterrupted: false);
        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1)), new AgentEvent.TurnStarted(new(2)),
                new AgentEvent.AgentText(new(1), "late", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), "The first one.", AgentTextKind.Full),
            ],
            _events);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Turn_ThatIsToldTwice_BeginsOnce()
    {
        _turns.Begin(2);
        _turns.End(2, "Hi.", isInterrupted: false);
        _turns.Begin(2);

        Assert.Single(_events.OfType<AgentEvent.TurnStarted>());
    }

    [Fact]
    public void Clear_CutsTheTurnAndWhatComesLate_UntilTheNextOne()
    {
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.Clear();
        _turns.Clear();

        Assert.Null(_turns.TurnOfAudio());
        _turns.AddText(2, " late");
        _turns.End(2, "Hel", isInterrupted: true);
        Assert.Null(_turns.TurnOfAudio());
        _turns.Begin(4);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.Interrupted(new(1)),
                new AgentEvent.AgentText(new(1), "Hel", AgentTextKind.Correction), new AgentEvent.TurnStarted(new(2)),
            ],
            _events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LateAudio_IsDroppedUntilTheUserIsUnderstood_OrForTwoSeconds(bool isUnderstood)
    {
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.Clear();
        _time.Advance(Second);
        Assert.Null(_turns.TurnOfAudio());

        if (isUnderstood)
        {
            _turns.ExpectAnswer();
        }
        else
        {
            _time.Advance(Second);
        }

        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Clear_OfWhatIsStillPlayed_InterruptsItThoughItWasSentWhole()
    {
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.End(2, "All of it.", isInterrupted: false);
        _turns.Clear();

        Assert.Equal(new AgentEvent.Interrupted(new(1)), _events[^1]);
        Assert.Equal(new TurnId(2), _turns.TurnOfAudio());
    }

    [Fact]
    public void Clear_OfWhatWasHeard_OrOfNothing_InterruptsNothing()
    {
        _turns.Clear();
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.End(2, string.Empty, isInterrupted: false);
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));
        _turns.Clear();

        Assert.Equal([new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1))], _events);
    }

    [Fact]
    public void Clear_OfATurnThatWasHeardSoFar_EndsItWithoutAnInterruption()
    {
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));
        _turns.Clear();
        Assert.Null(_turns.TurnOfAudio());
        _turns.End(2, "All of it.", isInterrupted: true);

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1)),
                new AgentEvent.AgentText(new(1), "All of it.", AgentTextKind.Full),
            ],
            _events);
    }

    [Fact]
    public void Turn_ThatGoesOnAfterItWasHeardSoFar_CanBeInterrupted()
    {
        _turns.Begin(2);
        _turns.TurnOfAudio();
        _turns.Report(new(new(1), Second, PlayoutOutcome.Finished));
        Assert.Equal(new TurnId(1), _turns.TurnOfAudio());
        _turns.Clear();

        Assert.Equal(new AgentEvent.Interrupted(new(1)), _events[^1]);
    }

    [Fact]
    public void Interruption_ToldByTheTurnsEndAlone_IsOneAndMayLeaveNothing()
    {
        _turns.Begin(2);
        _turns.End(2, string.Empty, isInterrupted: true);
        _turns.Clear();

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.Interrupted(new(1)),
                new AgentEvent.AgentText(new(1), string.Empty, AgentTextKind.Correction),
            ],
            _events);
    }

    [Fact]
    public void Text_OfATurnThatNobodyBegan_BeginsIt()
    {
        _turns.AddText(2, "Hi");
        _turns.End(4, "You.", isInterrupted: false);

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.AgentText(new(1), "Hi", AgentTextKind.Delta),
                new AgentEvent.TurnAudioEnded(new(1)), new AgentEvent.TurnStarted(new(2)),
                new AgentEvent.AgentText(new(2), "You.", AgentTextKind.Full), new AgentEvent.TurnAudioEnded(new(2)),
            ],
            _events);
    }

    [Fact]
    public void Connection_ThatIsOver_EndsTheTurnWithWhatWasTold()
    {
        _turns.Begin(2);
        _turns.AddText(2, "Good");
        _turns.AddText(2, " bye.");
        _turns.Over();
        _turns.Over();

        Assert.Equal(
            [new AgentEvent.AgentText(new(1), "Good bye.", AgentTextKind.Full), new AgentEvent.TurnAudioEnded(new(1))], _events[3..]);
    }

    [Fact]
    public void Turns_WithoutANumber_AreOneAfterAnother()
    {
        _turns.AddText(null, "Nobody's.");
        _turns.Begin(null);
        _turns.AddText(null, "One.");
        _turns.End(null, "One.", isInterrupted: false);
        _turns.Begin(null);

        Assert.Equal([new(1), new(2)], _events.OfType<AgentEvent.TurnStarted>().Select(static started => started.Turn));
        Assert.Equal(2, _events.OfType<AgentEvent.AgentText>().Count());
    }

    [Fact]
    public void Turns_WithoutEnd_StayFew()
    {
        for (var number = 1; number <= 10_000; number++)
        {
            _turns.Begin(number);
            _turns.AddText(number, new string('x', 20_000));
            _turns.AddText(number, new string('x', 20_000));
            _events.Clear();
        }

        _turns.End(10_000, new string('x', 100_000), isInterrupted: false);

        Assert.Equal(32_768, _events.OfType<AgentEvent.AgentText>().Single().Text.Length);
    }
}
