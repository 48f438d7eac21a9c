using Connectors.Events;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// Makes turns of a stream that has none: no ids, and no event for a turn's begin. A turn begins with the first audio after
/// the end of the one before, its audio ends with <c>generationComplete</c>, and it is over for Gemini with
/// <c>turnComplete</c>, which comes when Gemini believes that it was heard. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
/// <param name="time">Clock.</param>
internal sealed class TurnBook(List<AgentEvent> outbox, TimeProvider time)
{
    private const int LongestText = 32_768;

    // What was on its way when the turn was cut. Were it never over, an answer to which no turnComplete was sent before would
    // be thrown away as a whole (NEKO#1777).
    private static readonly TimeSpan LongestStraggling = TimeSpan.FromSeconds(1);

    private AgentTurn? _turn;
    private bool _answerIsDue = true;
    private bool _isDropping;
    private long _droppingSince;
    private long _number;

    /// <summary>Whether Gemini still has a turn that is not over for it.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The turn to which audio belongs that comes now, or null if it is to be thrown away.</summary>
    public AgentTurn? TurnOfAudio()
    {
        if (IsStraggler())
        {
            return null;
        }

        var turn = IsActive && _turn is { AudioEnded: false, Interrupted: false } ? _turn : Open();
        turn.WasHeard = false;
        return turn;
    }

    /// <summary>The turn to which the agent's text belongs that comes now, or null if nobody is to see it.</summary>
    public AgentTurn? TurnOfText()
    {
        if (IsStraggler())
        {
            return null;
        }

        // Texts are not in order with the audio. Before the first sound of an answer it is that answer's; else it is late.
        return IsActive && _turn is { Interrupted: false } ? _turn
            : _answerIsDue ? Open()
            : _turn is { Interrupted: false } last ? last
            : null;
    }

    /// <summary>A piece of what the agent says. One that comes after the audio's end is told with all that went before it.</summary>
    public void AddText(string piece)
    {
        if (TurnOfText() is not { } turn || turn.Text.Length + piece.Length > LongestText)
        {
            return;
        }

        turn.Text.Append(piece);
        outbox.Add(turn.AudioEnded
            ? new AgentEvent.AgentText(turn.Id, turn.Text.ToString(), AgentTextKind.Full)
            : new AgentEvent.AgentText(turn.Id, piece, AgentTextKind.Delta));
    }

    /// <summary>The user did something that the agent answers.</summary>
    public void ExpectAnswer() => _answerIsDue = true;

    /// <summary><c>generationComplete</c>: what follows is another turn.</summary>
    public void EndAudio()
    {
        if (IsActive && _turn is { AudioEnded: false, Interrupted: false } turn)
        {
            turn.AudioEnded = true;
            if (turn.Text.Length > 0)
            {
                outbox.Add(new AgentEvent.AgentText(turn.Id, turn.Text.ToString(), AgentTextKind.Full));
            }

            outbox.Add(new AgentEvent.TurnAudioEnded(turn.Id));
        }
    }

    /// <summary><c>turnComplete</c>.</summary>
    public void Complete()
    {
        EndAudio();
        IsActive = false;
        _isDropping = false;
    }

    /// <summary>
    /// Everything that may still be heard is cut, and what is still to come of the active turn. It may have been generated
    /// long ago: it is played slower than it came.
    /// </summary>
    public void Interrupt()
    {
        if (_turn is not { Interrupted: false } turn)
        {
            return;
        }

        if (turn.WasHeard)
        {
            // There is nothing to cut and nothing on its way. Gemini may never say that it is over.
            Complete();
            return;
        }

        turn.Interrupted = true;
        if (IsActive)
        {
            _isDropping = true;
            _droppingSince = time.GetTimestamp();
        }

        outbox.Add(new AgentEvent.Interrupted(turn.Id));
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    public void Report(PlayoutReport report)
    {
        if (report.Outcome == PlayoutOutcome.Finished && _turn is { } turn && turn.Id == report.Turn)
        {
            turn.WasHeard = true;
        }
    }

    private bool IsStraggler()
    {
        if (_isDropping && time.GetElapsedTime(_droppingSince) > LongestStraggling)
        {
            _isDropping = false;
            IsActive = false;
        }

        return _isDropping;
    }

    private AgentTurn Open()
    {
        _turn = new(new(++_number));
        IsActive = true;
        _answerIsDue = false;
        outbox.Add(new AgentEvent.TurnStarted(_turn.Id));
        return _turn;
    }
}
