using Connectors.Events;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// Makes turns of a stream that has none: no ids, no event for a turn's begin, and no word on how far it was played. A turn
/// begins with the first text or audio after the end of the one before, and ends with <c>AgentAudioDone</c>. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
/// <param name="time">Clock.</param>
internal sealed class TurnBook(List<AgentEvent> outbox, TimeProvider time)
{
    private const int LongestText = 32_768;
    private const int MostSaid = 64;

    // What was on its way when the agent was cut. Everything that Deepgram sends before an answer ends it too; the limit is for
    // an answer that comes without any of that.
    private static readonly TimeSpan LongestStraggling = TimeSpan.FromSeconds(1);

    private AgentTurn? _turn;
    private bool _answerIsDue = true;
    private int _saidDue;
    private bool _isDropping;
    private long _droppingSince;
    private string? _awaited;
    private long _number;

    private bool IsAnythingDue => _answerIsDue || _saidDue > 0;

    /// <summary>The turn to which audio belongs that comes now, or null if it is to be thrown away.</summary>
    public TurnId? TurnOfAudio()
    {
        if (IsStraggler())
        {
            return null;
        }

        return (_turn is { IsOpen: true } open ? open : Open()).Id;
    }

    /// <summary>A sentence that the agent says; Deepgram tells it before its audio.</summary>
    public void AddText(string sentence)
    {
        if (_awaited?.StartsWith(sentence, StringComparison.Ordinal) == true)
        {
            _isDropping = false;
            _awaited = null;
        }

        if (IsStraggler() || sentence.Length == 0)
        {
            return;
        }

        // Without anything to answer, and after the end of the audio, it is the last turn's and late.
        var turn = _turn is { IsOpen: true } open ? open : !IsAnythingDue && _turn is { Interrupted: false } last ? last : Open();
        if (turn.Text.Length + sentence.Length >= LongestText)
        {
            return;
        }

        var piece = turn.Text.Length == 0 ? sentence : $" {sentence}";
        turn.Text.Append(piece);
        outbox.Add(turn.AudioEnded
            ? new AgentEvent.AgentText(turn.Id, turn.Text.ToString(), AgentTextKind.Full)
            : new AgentEvent.AgentText(turn.Id, piece, AgentTextKind.Delta));
    }

    /// <summary>Deepgram works on an answer: what comes from now on belongs to that.</summary>
    public void ExpectAnswer()
    {
        _isDropping = false;
        _answerIsDue = true;
    }

    /// <summary>The agent was told to say something, in a turn of its own behind the answer.</summary>
    public void ExpectSaid() => _saidDue = Math.Min(_saidDue + 1, MostSaid);

    /// <summary><c>AgentAudioDone</c>: all audio was sent, though not played; what follows is another turn.</summary>
    public void EndAudio()
    {
        _isDropping = false;
        if (_turn is not { IsOpen: true } turn)
        {
            return;
        }

        turn.AudioEnded = true;
        if (turn.Text.Length > 0)
        {
            outbox.Add(new AgentEvent.AgentText(turn.Id, turn.Text.ToString(), AgentTextKind.Full));
        }

        outbox.Add(new AgentEvent.TurnAudioEnded(turn.Id));
    }

    /// <summary>
    /// Everything that may still be heard is cut, and what is still to come of it. It may have been sent long ago: it is played
    /// slower than it came.
    /// </summary>
    /// <param name="awaited">What the agent says in its place, where that is known.</param>
    public void Interrupt(string? awaited = null)
    {
        _isDropping = IsStraggler() || IsAnythingDue || _turn is { IsOpen: true };
        _droppingSince = time.GetTimestamp();
        _awaited = awaited;
        _answerIsDue = false;
        _saidDue = 0;
        if (_turn is { Interrupted: false, WasHeard: false } turn)
        {
            turn.Interrupted = true;
            outbox.Add(new AgentEvent.Interrupted(turn.Id));
        }
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    public void Report(PlayoutReport report)
    {
        if (report.Outcome == PlayoutOutcome.Finished && _turn is { AudioEnded: true } turn && turn.Id == report.Turn)
        {
            turn.WasHeard = true;
        }
    }

    private bool IsStraggler()
    {
        if (_isDropping && time.GetElapsedTime(_droppingSince) > LongestStraggling)
        {
            _isDropping = false;
        }

        return _isDropping;
    }

    private AgentTurn Open()
    {
        _turn = new(new(++_number));
        _saidDue = _answerIsDue ? _saidDue : Math.Max(_saidDue - 1, 0);
        _answerIsDue = false;
        outbox.Add(new AgentEvent.TurnStarted(_turn.Id));
        return _turn;
    }
}
