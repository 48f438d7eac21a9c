namespace Connectors.Core.Audio;

/// <summary>
/// What the room has heard: the turns that were sent, in order, with what the avatar told about them. Its events may be
/// missing, doubled, late, or not final (facts/liveavatar.md §3.6), so each of them only corrects an estimate that also
/// moves without them. Not thread-safe.
/// </summary>
internal sealed class PlayoutClock(PlayoutOptions options)
{
    // An avatar confirms an interruption within half a second or so; later than this it is somebody else's.
    private static readonly TimeSpan InterruptionEcho = TimeSpan.FromSeconds(5);

    private readonly List<TurnClock> _turns = new(4);
    private readonly long _tolerance = AudioQueue.SamplesOf(options.EndTolerance);
    private bool _hasLearned;
    private bool _tellsStarts = true;
    private bool _tellsEnds = true;
    private TimeSpan _free;
    private TimeSpan _expectsInterruptionUntil = TimeSpan.MinValue;

    /// <summary>The turn that is heard or about to be.</summary>
    public TurnClock? Current => _turns.Count > 0 ? _turns[0] : null;

    /// <summary>Whether the avatar is in the middle of a turn.</summary>
    public bool IsSpeaking
    {
        get
        {
            foreach (var turn in _turns)
            {
                if (!turn.IsIdle)
                {
                    return turn.IsSpeaking;
                }
            }

            return false;
        }
    }

    /// <summary>Time from a first chunk to the voice, as learned.</summary>
    public TimeSpan StartDelay { get; private set; } = options.StartDelay;

    private TimeSpan StartPatience => _tellsStarts ? options.StartPatience : TimeSpan.Zero;

    /// <summary>Moves on to a time; to be called before anything else happens at it.</summary>
    public void Advance(TimeSpan now)
    {
        var earliest = _free;
        foreach (var turn in _turns)
        {
            turn.Advance(now, earliest, StartDelay, StartPatience);
            if (!turn.IsIdle)
            {
                return;
            }

            earliest = turn.DoneAt;
        }
    }

    /// <summary>Samples sent and not heard yet.</summary>
    public long InFlight(TimeSpan now)
    {
        long sum = 0;
        foreach (var turn in _turns)
        {
            sum += turn.InFlightAt(now);
        }

        return sum;
    }

    /// <summary>A chunk was sent.</summary>
    public void OnSent(TurnClock turn, long samples, TimeSpan now)
    {
        turn.OnSent(samples, now);
        if (!_turns.Contains(turn))
        {
            _turns.Add(turn);
        }
    }

    /// <summary>When something changes by itself; null if nothing does.</summary>
    public TimeSpan? NextChange()
    {
        TimeSpan? finished = Current is { IsClosed: true, IsIdle: true } front ? FinishedAt(front) : null;
        var earliest = _free;
        foreach (var turn in _turns)
        {
            if (!turn.IsIdle)
            {
                var change = turn.NextChange(earliest, StartDelay, StartPatience);
                return finished < change ? finished : change;
            }

            earliest = turn.DoneAt;
        }

        return finished;
    }

    /// <summary>When no more than this is in flight, as far as the turn heard now decides it.</summary>
    public TimeSpan? WhenInFlightIs(long samples, TimeSpan now)
    {
        foreach (var turn in _turns)
        {
            if (turn.IsPlaying)
            {
                return now + AudioQueue.TimeOf(Math.Max(0, InFlight(now) - samples));
            }

            if (!turn.IsIdle)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A turn's utterance was ended.</summary>
    public void OnClosed(TurnClock turn, TimeSpan now)
    {
        turn.Close();
        if (!_turns.Contains(turn))
        {
            // It was rewound with nothing left to hear; no event will come any more.
            turn.HearAll(now);
        }
    }

    /// <summary>Whether a turn was heard to its end.</summary>
    public bool IsFinished(TurnClock turn, TimeSpan now) => turn is { IsClosed: true, IsIdle: true } && now >= FinishedAt(turn);

    /// <summary>A turn was heard to its end and leaves.</summary>
    public void Finish(TurnClock turn)
    {
        _tellsStarts = turn.StartTold;
        _tellsEnds = turn.EndTold;
        _free = turn.DoneAt;
        _turns.Remove(turn);
    }

    /// <summary>A turn was cut.</summary>
    public void Cut(TurnClock turn, TimeSpan now)
    {
        if (_turns.Remove(turn))
        {
            turn.Settle(now);
            _free = now;
            _expectsInterruptionUntil = now + InterruptionEcho;
        }
    }

    /// <summary>The avatar's socket was lost, and with it what was in flight.</summary>
    public void Rewind(TimeSpan now)
    {
        foreach (var turn in _turns)
        {
            turn.Settle(now);
            if (turn is { IsClosed: true, IsIdle: true })
            {
                turn.HearAll(now);
            }
            else
            {
                turn.Rewind();
            }
        }

        _turns.RemoveAll(turn => !turn.IsClosed);
        _free = now;
    }

    /// <summary><c>speak_started</c>.</summary>
    public void OnStarted(long number, TimeSpan now)
    {
        if (Reach(number, now) is not { } turn)
        {
            return;
        }

        _tellsStarts = true;
        if (turn.IsWaiting && _free <= turn.WaitsSince && _turns[0] == turn)
        {
            Learn(now - turn.WaitsSince);
        }

        turn.OnStarted(now);
    }

    /// <summary><c>speak_ended</c>.</summary>
    public void OnEnded(long number, TimeSpan now)
    {
        if (Reach(number, now) is { } turn)
        {
            _tellsEnds = true;
            turn.OnEnded(now, _tolerance, options.PausePatience);
        }
    }

    /// <summary><c>speak_interrupted</c>.</summary>
    /// <returns>Whether it wasn't us who interrupted: what was in flight is lost then.</returns>
    public bool OnInterrupted(TimeSpan now)
    {
        var expected = now <= _expectsInterruptionUntil;
        _expectsInterruptionUntil = TimeSpan.MinValue;
        if (expected || _turns.TrueForAll(turn => turn.IsIdle))
        {
            return false;
        }

        foreach (var turn in _turns)
        {
            turn.LoseRest(now);
        }

        return true;
    }

    private TimeSpan FinishedAt(TurnClock turn) =>
        turn.EndTold || !_tellsEnds ? turn.DoneAt : turn.DoneAt + options.EndPatience;

    // The avatar tells about a turn: those before it are over.
    private TurnClock? Reach(long number, TimeSpan now)
    {
        var index = 0;
        while (index < _turns.Count && _turns[index].Turn != number)
        {
            index++;
        }

        if (index == _turns.Count)
        {
            return null;
        }

        for (var i = 0; i < index; i++)
        {
            _turns[i].HearAll(now);
        }

        return _turns[index];
    }

    private void Learn(TimeSpan delay)
    {
        delay = delay > TimeSpan.FromSeconds(3) ? TimeSpan.FromSeconds(3) : delay;
        StartDelay = _hasLearned ? ((StartDelay * 3) + delay) / 4 : delay;
        _hasLearned = true;
    }
}
