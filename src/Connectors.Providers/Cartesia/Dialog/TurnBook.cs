using Connectors.Events;

namespace Connectors.Providers.Cartesia.Dialog;

/// <summary>
/// Makes turns of a stream of audio that has nothing but <c>clear</c>: no ids, no begin, no end. A turn is over when it was cleared,
/// when the host heard it to its end, or when nothing came for a while after all of it would have been heard. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
/// <param name="time">Clock.</param>
/// <param name="pause">Silence that parts two turns.</param>
internal sealed class TurnBook(List<AgentEvent> outbox, TimeProvider time, TimeSpan pause)
{
    // What was on its way when the agent was cut. Nothing marks its end; an answer to somebody who has just begun to speak takes longer.
    private static readonly TimeSpan LongestStraggling = TimeSpan.FromMilliseconds(300);

    private long _number;
    private bool _isOpen;
    private bool _isCutByHost;
    private long _began;
    private long _lastAudio;
    private TimeSpan _received;
    private bool _isDropping;
    private long _clearedAt;

    private TurnId Turn => new(_number);

    /// <summary>The turn to which audio belongs that comes now, or null if it is to be thrown away.</summary>
    /// <param name="duration">Of the audio.</param>
    public TurnId? TurnOfAudio(TimeSpan duration)
    {
        var now = time.GetTimestamp();
        if (_isDropping && time.GetElapsedTime(_clearedAt, now) < LongestStraggling)
        {
            return null;
        }

        _isDropping = false;
        if (_isOpen && IsOver(now))
        {
            _isOpen = false;
            outbox.Add(new AgentEvent.TurnAudioEnded(Turn));
        }

        if (!_isOpen)
        {
            Open(now);
        }

        _received += duration;
        _lastAudio = now;
        return Turn;
    }

    /// <summary><c>clear</c>: the agent was interrupted, and what was not heard yet is not to be.</summary>
    public void Clear()
    {
        _isDropping = true;
        _clearedAt = time.GetTimestamp();
        if (_isOpen)
        {
            _isOpen = false;
            outbox.Add(new AgentEvent.Interrupted(Turn));
        }
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    public void Report(PlayoutReport report)
    {
        if (report.Turn != Turn)
        {
            return;
        }

        // Cartesia doesn't know that the host cut a turn and may send more of it, which is the same turn still.
        _isCutByHost = report.Outcome == PlayoutOutcome.Interrupted;
        _isOpen &= report.Outcome != PlayoutOutcome.Finished;
    }

    // Of what the host cut, nobody waits for the end: only a gap in what comes parts it from the next turn.
    private bool IsOver(long now) => _isCutByHost
        ? time.GetElapsedTime(_lastAudio, now) > LongestStraggling
        : time.GetElapsedTime(_lastAudio, now) > pause && time.GetElapsedTime(_began, now) > _received + pause;

    private void Open(long now)
    {
        _number++;
        _isOpen = true;
        _isCutByHost = false;
        _began = now;
        _received = TimeSpan.Zero;
        outbox.Add(new AgentEvent.TurnStarted(Turn));
    }
}
