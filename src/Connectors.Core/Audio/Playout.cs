using Connectors.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Core.Audio;

/// <summary>
/// The way down: keeps what the agent says, gives it to the avatar at the right pace, and knows how far it was heard.
/// The agent connection's reader writes at receipt and never waits; the bridge's loop asks for the next step. Thread-safe;
/// the steady state allocates nothing.
/// </summary>
internal sealed class Playout : IDisposable
{
    // Order: first the writer's lock, then the state's. The state's is held for moments only.
    private readonly Lock _writing = new();
    private readonly Lock _state = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Action _wake;
    private readonly PlayoutClock _clock;
    private readonly PlayoutTurns _turns;
    private readonly PlayoutPacer _pacer;
    private PlayoutInput _input = new(AvatarLimits.Audio);
    private long _inputTurn = long.MinValue;
    private long _dropped;
    private long _refused;

    /// <summary>An empty playout.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="options">Pacing and limits.</param>
    /// <param name="budget">Shared by all sessions of the node.</param>
    /// <param name="wake">Called by writers when <see cref="Next"/> may have something to do; returns at once.</param>
    /// <exception cref="ArgumentException">The options are out of range; names all that are.</exception>
    public Playout(TimeProvider time, PlayoutOptions options, INodeAudioBudget budget, Action wake)
    {
        if (options.Errors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _time = time;
        _start = time.GetTimestamp();
        _wake = wake;
        _clock = new(options);
        _turns = new(options, budget, _clock);
        _pacer = new(options, _turns, _clock);
    }

    /// <summary>Audio dropped because it didn't fit, since the start.</summary>
    public TimeSpan DroppedTail => AudioQueue.TimeOf(Interlocked.Read(ref _dropped));

    /// <summary>Audio refused because its turn was cut or over, since the start.</summary>
    public TimeSpan Refused => TimeSpan.FromTicks(Interlocked.Read(ref _refused));

    /// <summary>Memory of the audio held now, in bytes.</summary>
    public int HeldBytes => Read(static playout => playout._turns.HeldBytes);

    /// <summary>The turn that is heard now or about to be, until it was heard to its end.</summary>
    public long? CurrentTurn => Read(static playout => playout._clock.Current?.Turn);

    /// <summary>Whether the avatar is speaking, as far as is known.</summary>
    public bool IsSpeaking => Read(static playout => playout._clock.IsSpeaking);

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Sets the format of what follows; an unfinished turn gets its tail first.</summary>
    public void SetFormat(AudioFormat format)
    {
        lock (_writing)
        {
            FlushTail();
            _input = new(format);
        }
    }

    /// <summary>A turn begins.</summary>
    /// <param name="turn">More than any before.</param>
    public void Begin(long turn)
    {
        lock (_state)
        {
            _turns.Open(turn, hasAudio: false, Now);
        }
    }

    /// <summary>Keeps audio of a turn; audio of a later turn ends the earlier ones.</summary>
    /// <param name="turn">Its number; need not have begun.</param>
    /// <param name="audio">Any number of bytes in the format set; copied.</param>
    public void Append(long turn, ReadOnlySpan<byte> audio)
    {
        lock (_writing)
        {
            if (turn != _inputTurn)
            {
                FlushTail();
            }

            while (!audio.IsEmpty && Accepts(turn, audio.Length))
            {
                _inputTurn = turn;
                Store(turn, _input.Take(ref audio));
            }
        }

        _wake();
    }

    /// <summary>No more audio of this turn will come.</summary>
    public void End(long turn)
    {
        MarkEnded(turn, silentSince: null);
        _wake();
    }

    /// <summary>
    /// Drops everything of the turns up to this one that was not sent, and refuses whatever comes of them later. What was heard
    /// of them is fixed as of now.
    /// </summary>
    public void Cut(long throughTurn)
    {
        lock (_state)
        {
            _turns.Cut(throughTurn, Advance());
        }

        _wake();
    }

    /// <summary>What is to be done next; to be called again at once unless it is Wait.</summary>
    /// <param name="chunk">Where a chunk is written: PCM 16 bit, 24 kHz, mono; <see cref="AvatarLimits.ChunkBytes"/> are enough.</param>
    public PlayoutStep Next(Span<byte> chunk)
    {
        while (true)
        {
            long number;
            TimeSpan lastAudio;
            lock (_state)
            {
                var step = _pacer.Next(Now, chunk, out var silent);
                if (silent is null)
                {
                    return step;
                }

                (number, lastAudio) = (silent.Number, silent.LastAudioAt);
            }

            MarkEnded(number, lastAudio);
        }
    }

    /// <summary>The avatar began to speak a turn.</summary>
    public void OnSpeakStarted(long turn)
    {
        lock (_state)
        {
            _clock.OnStarted(turn, Advance());
        }

        _wake();
    }

    /// <summary>The avatar says that it finished a turn; not terminal.</summary>
    public void OnSpeakEnded(long turn)
    {
        lock (_state)
        {
            _clock.OnEnded(turn, Advance());
        }

        _wake();
    }

    /// <summary>The avatar was interrupted.</summary>
    /// <returns>
    /// True if it wasn't by a <see cref="Cut"/> of ours: what was on its way to be heard is lost, and the caller may want to
    /// cut the turn.
    /// </returns>
    public bool OnSpeakInterrupted()
    {
        bool result;
        lock (_state)
        {
            result = _clock.OnInterrupted(Advance());
        }

        _wake();
        return result;
    }

    /// <summary>How far the user really heard a turn; never more than was sent. Known for the last 16 turns too.</summary>
    public TimeSpan Heard(long turn)
    {
        lock (_state)
        {
            return AudioQueue.TimeOf(_turns.Heard(turn, Advance()));
        }
    }

    /// <summary>The avatar's socket was lost: what was sent and not heard is sent again, as a new utterance.</summary>
    public void Rewind()
    {
        lock (_state)
        {
            var now = Advance();
            _turns.ReleaseHeard(now);
            _clock.Rewind(now);
            foreach (var turn in _turns.All)
            {
                turn.IsUtteranceOpen = false;
            }
        }

        _wake();
    }

    /// <summary>Gives all memory back; whatever comes later is refused.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            _turns.Cut(long.MaxValue, Advance());
            _turns.CutUtterance = null;
        }
    }

    private T Read<T>(Func<Playout, T> read)
    {
        lock (_state)
        {
            Advance();
            return read(this);
        }
    }

    private TimeSpan Advance()
    {
        var now = Now;
        _clock.Advance(now);
        return now;
    }

    private bool Accepts(long turn, int bytes)
    {
        lock (_state)
        {
            var now = Now;
            if (_turns.Open(turn, hasAudio: true, now) is not { } open)
            {
                Interlocked.Add(ref _refused, _input.Format.DurationOf(bytes).Ticks);
                return false;
            }

            open.LastAudioAt = now;
            return true;
        }
    }

    private void Store(long turn, ReadOnlySpan<short> samples)
    {
        lock (_state)
        {
            // It may have been cut since it was accepted.
            var dropped = _turns.Find(turn) is { } open ? _turns.Store(open, samples) : 0;
            Interlocked.Add(ref _dropped, dropped);
        }
    }

    // The turn that was written last gets what the filter still holds.
    private void FlushTail()
    {
        Store(_inputTurn, _input.Flush());
        _input.Reset();
        _inputTurn = long.MinValue;
    }

    private void MarkEnded(long number, TimeSpan? silentSince)
    {
        lock (_writing)
        {
            if (number == _inputTurn)
            {
                Store(number, _input.Flush());
            }

            lock (_state)
            {
                var turn = silentSince is null ? _turns.Open(number, hasAudio: false, Now) : _turns.Find(number);
                if (turn is { IsEnded: false } && (silentSince ?? turn.LastAudioAt) == turn.LastAudioAt)
                {
                    turn.IsEnded = true;
                    turn.EndedBySilence = silentSince is not null;
                }
            }
        }
    }
}
