using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.OpenAI.Dialog;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class TurnBookTests
{
    private const int Second = 48_000;

    private readonly List<AgentEvent> _events = [];
    private readonly TurnBook _book;

    public TurnBookTests() => _book = new(AudioFormat.Pcm16(24_000), _events);

    [Fact]
    public void Response_WithTwoItemsOfAudio_IsTwoTurnsThatAreCutApart()
    {
        _book.Start("r");
        Take("r", "a", Second);
        Take("r", "b", Second);
        _book.Interrupt();

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1)), new AgentEvent.TurnStarted(new(2)),
                new AgentEvent.Interrupted(new(2)),
            ],
            _events);
        Assert.Null(_book.Report(new(new(1), TimeSpan.FromSeconds(1), PlayoutOutcome.Interrupted)));
        Assert.Equal(new AudioCut("b", 0, 300), _book.Report(new(new(2), TimeSpan.FromSeconds(0.3), PlayoutOutcome.Interrupted)));
    }

    [Fact]
    public void Audio_AfterAnInterruption_HasNoTurn()
    {
        _book.Start("r");
        Take("r", "a", Second);
        _book.Interrupt();

        Assert.Null(_book.TurnOfAudio("r"u8, "a"u8, 0));
        Assert.Null(_book.TurnOfText("r", "a", 0));
        _book.Finish("r", cancelled: true);
        Assert.Null(_book.TurnOfAudio("r"u8, "a"u8, 0));
        Assert.Single(_events.OfType<AgentEvent.Interrupted>());
        Assert.Empty(_events.OfType<AgentEvent.TurnAudioEnded>());
    }

    [Fact]
    public void Interruption_BeforeAnyAudio_IsAnEndedTurnAndNoInterruption()
    {
        _book.Start("r");
        _book.Interrupt();
        _book.Finish("r", cancelled: true);

        Assert.Equal([new AgentEvent.TurnStarted(new(1)), new AgentEvent.TurnAudioEnded(new(1))], _events);
    }

    [Fact]
    public void Interruption_WhileAnOlderTurnIsStillHeard_NamesTheNewest()
    {
        _book.Start("r");
        Take("r", "a", Second);
        _book.EndAudio("r", "a", 0);
        _book.Finish("r", cancelled: false);
        _book.Start("s");
        _book.Interrupt();

        Assert.Equal(new AgentEvent.Interrupted(new(2)), _events[^1]);
    }

    [Fact]
    public void Response_CancelledBySomebodyElse_IsAnInterruption()
    {
        _book.Start("r");
        Take("r", "a", Second);
        _book.Finish("r", cancelled: true);

        Assert.Equal(new AgentEvent.Interrupted(new(1)), _events[^1]);
    }

    [Fact]
    public void Text_AfterTheAudioWasPlayedOut_StillBelongsToItsTurn()
    {
        _book.Start("r");
        Take("r", "a", Second);
        _book.EndAudio("r", "a", 0);
        _book.Report(new(new(1), TimeSpan.FromSeconds(1), PlayoutOutcome.Finished));

        Assert.Equal(new TurnId(1), _book.TurnOfText("r", "a", 0)!.Id);
    }

    [Fact]
    public void Report_TwiceOrOfAnUnknownTurn_CutsNothing()
    {
        _book.Start("r");
        Take("r", "a", Second);
        var report = new PlayoutReport(new(1), TimeSpan.FromSeconds(0.5), PlayoutOutcome.Interrupted);

        Assert.Equal(500, _book.Report(report)!.Value.HeardMs);
        Assert.Null(_book.Report(report));
        Assert.Null(_book.Report(report with { Turn = new(9) }));
    }

    private void Take(string responseId, string itemId, int bytes) =>
        _book.TurnOfAudio(System.Text.Encoding.UTF8.GetBytes(responseId), System.Text.Encoding.UTF8.GetBytes(itemId), 0)!.Bytes += bytes;
}
