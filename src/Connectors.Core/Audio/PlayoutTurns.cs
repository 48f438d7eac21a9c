namespace Connectors.Core.Audio;

/// <summary>The turns of a playout in their order, what is stored of them, and how far earlier ones were heard. Not thread-safe.</summary>
internal sealed class PlayoutTurns(PlayoutOptions options, INodeAudioBudget budget, PlayoutClock clock)
{
    private const int Remembered = 16;

    private readonly List<PlayoutTurn> _turns = new(8);
    private readonly Stack<PlayoutTurn> _spare = new(8);
    private readonly (long Turn, long Heard)[] _past = new (long, long)[Remembered];
    private int _pastCount;
    private long _newest;
    private long _cutThrough = long.MinValue;
    private long _silenced = long.MinValue;

    /// <summary>Bytes of the blocks that are held.</summary>
    public int HeldBytes { get; private set; }

    /// <summary>A turn that was cut in the middle of its utterance, whose end was not reported yet.</summary>
    public long? CutUtterance { get; set; }

    /// <summary>Turns that are not over.</summary>
    public IReadOnlyList<PlayoutTurn> All => _turns;

    /// <summary>Finds a turn that may get audio, or makes it. Audio of a later turn ends the earlier ones.</summary>
    /// <returns>Null if its audio is refused.</returns>
    public PlayoutTurn? Open(long number, bool hasAudio, TimeSpan now)
    {
        var turn = Find(number) ?? Create(number, hasAudio, now);
        if (turn is null)
        {
            return null;
        }

        if (turn is { IsEnded: true, EndedBySilence: true } && hasAudio)
        {
            Reopen(turn);
        }

        for (var i = 0; hasAudio && i < _turns.Count && _turns[i].Number < number; i++)
        {
            _turns[i].IsEnded = true;
            _turns[i].EndedBySilence = false;
        }

        return turn.IsEnded ? null : turn;
    }

    /// <summary>Keeps audio of a turn.</summary>
    /// <returns>Samples dropped because they don't fit.</returns>
    public int Store(PlayoutTurn turn, ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty && !turn.DropsTail)
        {
            if (turn.Audio.Room == 0 && !TryAddBlock(turn))
            {
                turn.DropsTail = true;
                turn.HasWarning = true;
                break;
            }

            samples = samples[turn.Audio.Append(samples)..];
        }

        return samples.Length;
    }

    /// <summary>Finds a turn that is not over.</summary>
    public PlayoutTurn? Find(long number)
    {
        foreach (var turn in _turns)
        {
            if (turn.Number == number)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>The turn whose audio is sent next; turns without audio are passed over.</summary>
    public PlayoutTurn? NextToSend()
    {
        foreach (var turn in _turns)
        {
            if (!turn.Clock.IsClosed && !turn.IsEmpty)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>Drops everything of turns up to this one, and whatever comes of them later.</summary>
    public void Cut(long through, TimeSpan now)
    {
        _cutThrough = Math.Max(_cutThrough, through);
        while (_turns.Count > 0 && _turns[0].Number <= through)
        {
            var turn = _turns[0];
            clock.Cut(turn.Clock, now);
            CutUtterance = turn.OwesEnd ? turn.Number : CutUtterance;
            Remove(turn);
        }
    }

    /// <summary>A turn is over.</summary>
    /// <returns>Samples of it that were heard.</returns>
    public long Remove(PlayoutTurn turn)
    {
        var heard = turn.HeardBefore + turn.Clock.Heard;
        _past[_pastCount++ % Remembered] = (turn.Number, heard);
        _silenced = turn is { EndedBySilence: true, DropsTail: false } ? turn.Number : long.MinValue;
        Release(turn.Audio.Clear());
        _turns.Remove(turn);
        _spare.Push(turn);
        return heard;
    }

    /// <summary>Lets go what was heard.</summary>
    public void ReleaseHeard(TimeSpan now)
    {
        foreach (var turn in _turns)
        {
            Release(turn.Audio.ReleaseBefore(turn.Clock.Release(now)));
        }
    }

    /// <summary>Samples that were heard of a turn, also of one of the last that are over.</summary>
    public long Heard(long number, TimeSpan now)
    {
        if (Find(number) is { } turn)
        {
            return turn.HeardBefore + turn.Clock.HeardAt(now);
        }

        for (var i = _pastCount - 1; i >= Math.Max(0, _pastCount - Remembered); i--)
        {
            if (_past[i % Remembered].Turn == number)
            {
                return _past[i % Remembered].Heard;
            }
        }

        return 0;
    }

    private PlayoutTurn? Create(long number, bool hasAudio, TimeSpan now)
    {
        var goesOn = hasAudio && number == _silenced && number == _newest;
        if (number <= _cutThrough || (number <= _newest && !goesOn) || _turns.Count >= options.TurnLimit)
        {
            return null;
        }

        if (!_spare.TryPop(out var turn))
        {
            turn = new();
        }

        turn.Reset(number, now);
        turn.HeardBefore = goesOn ? Heard(number, now) : 0;
        _newest = number;
        _turns.Add(turn);
        return turn;
    }

    private static void Reopen(PlayoutTurn turn)
    {
        turn.IsEnded = false;
        turn.EndedBySilence = false;
        if (turn.Clock.IsClosed)
        {
            turn.Clock.Reopen();
        }
    }

    private bool TryAddBlock(PlayoutTurn turn)
    {
        if (HeldBytes + AudioBlock.Bytes > options.ByteLimit || !budget.TryTake(AudioBlock.Bytes))
        {
            return false;
        }

        HeldBytes += AudioBlock.Bytes;
        turn.Audio.Add(AudioBlock.Rent());
        return true;
    }

    private void Release(int blocks)
    {
        if (blocks > 0)
        {
            HeldBytes -= blocks * AudioBlock.Bytes;
            budget.Return(blocks * AudioBlock.Bytes);
        }
    }
}
