using Connectors.Events;

namespace Connectors.Providers.CustomAgent.Dialog;

/// <summary>
/// The agent's turns: both sides count them by <c>turn_started</c>, so that nothing on the wire has to name the newest. Guarded by its
/// owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
internal sealed class TurnBook(List<AgentEvent> outbox)
{
    private long _interrupted;
    private long _heard;
    private bool _isOpen;

    /// <summary>The turn that began last; 0 before the first.</summary>
    public long Newest { get; private set; }

    /// <summary>The turn to which audio belongs that comes now, or null if it is to be thrown away.</summary>
    /// <param name="isOutside">Whether it should not have come at all; after an interruption it was only late.</param>
    public TurnId? TurnOfAudio(out bool isOutside)
    {
        isOutside = !_isOpen && (Newest == 0 || _interrupted < Newest);
        return _isOpen ? new(Newest) : null;
    }

    /// <summary>The next turn begins; the one before has no more audio.</summary>
    public void Begin()
    {
        if (_isOpen)
        {
            outbox.Add(new AgentEvent.TurnAudioEnded(new(Newest)));
        }

        Newest++;
        _isOpen = true;
        outbox.Add(new AgentEvent.TurnStarted(new(Newest)));
    }

    /// <summary>The newest turn has no more audio; one that was interrupted had none before.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? End()
    {
        if (!_isOpen)
        {
            return Newest > 0 && _interrupted == Newest ? null : "there is no turn that could end";
        }

        _isOpen = false;
        outbox.Add(new AgentEvent.TurnAudioEnded(new(Newest)));
        return null;
    }

    /// <summary>Everything of a turn and older ones that was not heard yet is cut; what was heard to its end can't be.</summary>
    public void Interrupt(long turn)
    {
        if (turn > 0 && turn <= Math.Max(_interrupted, _heard))
        {
            return;
        }

        _interrupted = turn;
        _isOpen = _isOpen && turn < Newest;
        outbox.Add(new AgentEvent.Interrupted(new(turn)));
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    public void Report(PlayoutReport report)
    {
        var isOver = report.Turn.Number < Newest || (report.Turn.Number == Newest && !_isOpen);
        if (report.Outcome == PlayoutOutcome.Finished && isOver)
        {
            _heard = Math.Max(_heard, report.Turn.Number);
        }
    }
}
