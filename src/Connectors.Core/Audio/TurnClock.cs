namespace Connectors.Core.Audio;

/// <summary>
/// How far one turn was heard, from what was sent and what the avatar told. All positions are samples of the turn; all times
/// are since the playout's start. Not thread-safe.
/// </summary>
internal sealed class TurnClock
{
    private Phase _phase;
    private long _lost;
    private TimeSpan _at;
    private bool _waitsForStart;
    private bool _isAssumed;
    private long _released;

    private enum Phase
    {
        /// <summary>Nothing that was sent is unheard.</summary>
        Idle,

        /// <summary>Sent; the avatar has not begun.</summary>
        Waiting,

        /// <summary>The avatar speaks.</summary>
        Playing,

        /// <summary>The avatar told an end too early; another start may follow.</summary>
        Paused,
    }

    /// <summary>Number of the turn.</summary>
    public long Turn { get; private set; }

    /// <summary>Samples sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Samples sent and not heard yet.</summary>
    public long InFlight => Sent - Position;

    /// <summary>Samples that were really heard, as of the last <see cref="Advance"/>.</summary>
    public long Heard => Position - _lost;

    /// <summary>Position up to which it was heard or lost, when it was last fixed.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the utterance was ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether <c>speak_started</c> came.</summary>
    public bool StartTold { get; private set; }

    /// <summary>Whether <c>speak_ended</c> came for everything that was sent.</summary>
    public bool EndTold { get; private set; }

    /// <summary>When everything that was sent was heard.</summary>
    public TimeSpan DoneAt { get; private set; }

    /// <summary>Whether everything that was sent was heard.</summary>
    public bool IsIdle => _phase == Phase.Idle;

    /// <summary>Whether the avatar is in the middle of it.</summary>
    public bool IsSpeaking => _phase is Phase.Playing or Phase.Paused;

    /// <summary>Whether time alone makes it heard.</summary>
    public bool IsPlaying => _phase == Phase.Playing;

    /// <summary>Whether the avatar was sent something and hasn't begun.</summary>
    public bool IsWaiting => _phase == Phase.Waiting;

    /// <summary>Since when it waits.</summary>
    public TimeSpan WaitsSince { get; private set; }

    /// <summary>Makes it new for a turn.</summary>
    public void Reset(long turn)
    {
        Turn = turn;
        Sent = 0;
        Position = 0;
        _lost = 0;
        _released = 0;
        _phase = Phase.Idle;
        StartTold = false;
        Reopen();
    }

    /// <summary>A new utterance of the same turn follows.</summary>
    public void Reopen()
    {
        IsClosed = false;
        EndTold = false;
        _waitsForStart = true;
    }

    /// <summary>What was sent and not heard is sent again.</summary>
    public void Rewind()
    {
        // What was let go already, by an assumption that proved too early, cannot come again.
        Position = Math.Max(Position, _released);
        Sent = Position;
        _phase = Phase.Idle;
        Reopen();
    }

    /// <summary>The utterance was ended.</summary>
    public void Close() => IsClosed = true;

    /// <summary>A chunk was sent.</summary>
    public void OnSent(long samples, TimeSpan now)
    {
        if (_phase == Phase.Idle)
        {
            // After an end that was told the avatar starts anew; where our clock alone ran out, it goes on at once.
            _phase = _waitsForStart || EndTold ? Phase.Waiting : Phase.Playing;
            _waitsForStart = false;
            EndTold = false;
            WaitsSince = now;
            _at = now;
        }

        Sent += samples;
    }

    /// <summary>Moves on to a time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="earliest">When the turn before this was heard to its end.</param>
    /// <param name="startDelay">From the first chunk to the voice.</param>
    /// <param name="startPatience">How much later the avatar's word is waited for.</param>
    public void Advance(TimeSpan now, TimeSpan earliest, TimeSpan startDelay, TimeSpan startPatience)
    {
        if (_phase == Phase.Waiting)
        {
            var expected = Later(WaitsSince + startDelay, earliest);
            if (now < expected + startPatience)
            {
                return;
            }

            Play(expected);
            _isAssumed = true;
        }
        else if (_phase == Phase.Paused && now >= _at)
        {
            HearAll(now);
        }

        if (_phase == Phase.Playing && AudioQueue.SamplesOf(now - _at) >= InFlight)
        {
            DoneAt = _at + AudioQueue.TimeOf(InFlight);
            Position = Sent;
            _phase = Phase.Idle;
        }
    }

    /// <summary>How far it was heard at a time after the last <see cref="Advance"/>.</summary>
    public long HeardAt(TimeSpan now) => Heard + Progress(now);

    /// <summary>What is in flight at that time.</summary>
    public long InFlightAt(TimeSpan now) => InFlight - Progress(now);

    /// <summary>When its phase changes by itself, if it does.</summary>
    public TimeSpan? NextChange(TimeSpan earliest, TimeSpan startDelay, TimeSpan startPatience) => _phase switch
    {
        Phase.Waiting => Later(WaitsSince + startDelay, earliest) + startPatience,
        Phase.Playing => _at + AudioQueue.TimeOf(InFlight),
        Phase.Paused => _at,
        _ => null,
    };

    /// <summary><c>speak_started</c>.</summary>
    public void OnStarted(TimeSpan now)
    {
        StartTold = true;
        // A doubled one changes nothing; one that comes later than assumed corrects the assumption.
        if (_phase is Phase.Waiting or Phase.Paused || (_phase == Phase.Playing && _isAssumed))
        {
            Play(now);
        }
    }

    /// <summary><c>speak_ended</c>.</summary>
    public void OnEnded(TimeSpan now, long tolerance, TimeSpan pausePatience)
    {
        if (_phase == Phase.Idle)
        {
            EndTold = true;
            return;
        }

        var rest = InFlightAt(now);
        if (rest <= tolerance)
        {
            HearAll(now);
            return;
        }

        Position = Sent - rest;
        _phase = Phase.Paused;
        _at = now + pausePatience;
    }

    /// <summary>Everything that was sent was heard, as the avatar told or let know.</summary>
    public void HearAll(TimeSpan now)
    {
        Position = Sent;
        _phase = Phase.Idle;
        EndTold = true;
        DoneAt = now;
    }

    /// <summary>The avatar threw away what it had.</summary>
    public void LoseRest(TimeSpan now)
    {
        _lost += InFlightAt(now);
        HearAll(now);
    }

    /// <summary>What lies before this is let go.</summary>
    public long Release(TimeSpan now) => _released = Math.Max(_released, Position + Progress(now));

    /// <summary>Fixes <see cref="Heard"/> at a time.</summary>
    public void Settle(TimeSpan now)
    {
        var progress = Progress(now);
        Position += progress;
        _at = _phase == Phase.Playing ? _at + AudioQueue.TimeOf(progress) : _at;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private long Progress(TimeSpan now) =>
        _phase == Phase.Playing && now > _at ? Math.Min(InFlight, AudioQueue.SamplesOf(now - _at)) : 0;

    private void Play(TimeSpan at)
    {
        _phase = Phase.Playing;
        _isAssumed = false;
        _at = at;
    }
}
