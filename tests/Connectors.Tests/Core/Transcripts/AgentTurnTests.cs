using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class AgentTurnTests
{
    private static readonly TurnId First = new(1);
    private static readonly TurnId Second = new(2);

    private readonly TranscriptLog _log = new(new TranscriptLimits());

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

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private IEnumerable<string> Texts() => _log.Segments().Select(segment => segment.Text);

    private (string Text, TranscriptState State, TimeSpan? EndedAt) Single()
    {
        var segment = Assert.Single(_log.Segments());
        return (segment.Text, segment.State, segment.EndedAt);
    }
}
