using System.Text;
using Connectors.Events;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>
/// The agent's turns. Cartesia numbers turns of user and agent together, tells begin, text and end of each in order, and says nothing of
/// the turn to which audio belongs; of that, this is the newest. Turns are counted here, because audio may come before anybody named one.
/// Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
/// <param name="time">Clock.</param>
internal sealed class TurnBook(List<AgentEvent> outbox, TimeProvider time)
{
    private const int LongestText = 32_768;
    private const int MostRemembered = 16;

    // What was on its way when the agent was cut. What follows is told to begin; the limit is for audio that isn't.
    private static readonly TimeSpan LongestStraggling = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, long> _numbers = [];
    private readonly StringBuilder _text = new();
    private long _newest;
    private bool _isOpen;
    private bool _isNamed;
    private long _interrupted;
    private long _heard;
    private bool _isHeardSoFar;
    private bool _isDropping;
    private long _droppingSince;

    private TurnId Newest => new(_newest);

    /// <summary>The turn to which audio belongs that comes now, or null if it is to be thrown away.</summary>
    public TurnId? TurnOfAudio()
    {
        if (_isDropping && time.GetElapsedTime(_droppingSince) < LongestStraggling)
        {
            return null;
        }

        _isDropping = false;
        _isHeardSoFar = false;
        if (!_isOpen)
        {
            Open();
        }

        return Newest;
    }

    /// <summary><c>turn_started</c>: the agent answers. An open turn is over, unless it is this one, whose audio came sooner.</summary>
    /// <param name="number">Cartesia's.</param>
    public void Begin(long? number)
    {
        if (number is { } known && _numbers.ContainsKey(known))
        {
            return;
        }

        _isDropping = false;
        if (!_isOpen || _isNamed)
        {
            EndAudio();
            Open();
        }

        Name(number);
    }

    /// <summary>A piece of what the agent says.</summary>
    /// <param name="number">Cartesia's, of the turn.</param>
    /// <param name="text">The piece, with its spaces.</param>
    public void AddText(long? number, string text)
    {
        if (text.Length == 0 || TurnOf(number) is not { } turn || turn <= _interrupted || _text.Length + text.Length > LongestText)
        {
            return;
        }

        if (turn == _newest)
        {
            _text.Append(text);
        }

        outbox.Add(new AgentEvent.AgentText(new(turn), text, AgentTextKind.Delta));
    }

    /// <summary><c>turn_ended</c>: all of it was sent, or the user cut it.</summary>
    /// <param name="number">Cartesia's.</param>
    /// <param name="text">What was really spoken.</param>
    /// <param name="isInterrupted">Whether the user cut it.</param>
    public void End(long? number, string text, bool isInterrupted)
    {
        if (TurnOf(number) is not { } turn)
        {
            return;
        }

        if (isInterrupted && turn == _newest)
        {
            Cut();
        }

        text = text.Length > LongestText ? text[..LongestText] : text;
        if (turn <= _interrupted)
        {
            outbox.Add(new AgentEvent.AgentText(new(turn), text, AgentTextKind.Correction));
        }
        else if (text.Length > 0)
        {
            outbox.Add(new AgentEvent.AgentText(new(turn), text, AgentTextKind.Full));
        }

        if (turn == _newest)
        {
            EndAudio();
        }
    }

    /// <summary><c>audio_output_clear</c>: the user begins to speak. What was not heard yet is not to be; perhaps all was.</summary>
    public void Clear() => Cut();

    /// <summary>What the user said is understood: what comes from now on is the answer.</summary>
    public void ExpectAnswer() => _isDropping = false;

    /// <summary>The connection is over, and with it the turn: an agent that hangs up doesn't end it first.</summary>
    public void Over()
    {
        if (_isOpen && _text.Length > 0)
        {
            outbox.Add(new AgentEvent.AgentText(Newest, _text.ToString(), AgentTextKind.Full));
        }

        EndAudio();
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    public void Report(PlayoutReport report)
    {
        if (report.Outcome != PlayoutOutcome.Finished || report.Turn != Newest)
        {
            return;
        }

        // A turn may pause for a tool, or never be told to end; the host ends it by its silence.
        _isHeardSoFar = _isOpen;
        _heard = _isOpen ? _heard : _newest;
    }

    private void Open()
    {
        _newest++;
        _isOpen = true;
        _isNamed = false;
        _isHeardSoFar = false;
        _text.Clear();
        outbox.Add(new AgentEvent.TurnStarted(Newest));
    }

    private void Name(long? number)
    {
        _isNamed = true;
        if (number is { } known)
        {
            if (_numbers.Count >= MostRemembered)
            {
                _numbers.Remove(_numbers.Keys.Min());
            }

            _numbers[known] = _newest;
        }
    }

    // Text of a turn that nobody began is the beginning of one.
    private long? TurnOf(long? number)
    {
        if (number is not { } known)
        {
            return _newest > 0 ? _newest : null;
        }

        if (!_numbers.TryGetValue(known, out var turn))
        {
            Begin(number);
            turn = _newest;
        }

        return turn;
    }

    private void Cut()
    {
        if (_newest <= Math.Max(_interrupted, _heard))
        {
            return;
        }

        _isDropping = _isOpen;
        _droppingSince = time.GetTimestamp();
        if (_isHeardSoFar)
        {
            _heard = _newest;
            EndAudio();
            return;
        }

        _interrupted = _newest;
        _isOpen = false;
        outbox.Add(new AgentEvent.Interrupted(Newest));
    }

    private void EndAudio()
    {
        if (_isOpen)
        {
            _isOpen = false;
            outbox.Add(new AgentEvent.TurnAudioEnded(Newest));
        }
    }
}
