namespace Connectors.Core.Audio;

/// <summary>Decides what is sent to the avatar and when. Not thread-safe.</summary>
internal sealed class PlayoutPacer(PlayoutOptions options, PlayoutTurns turns, PlayoutClock clock)
{
    private readonly long _first = AudioQueue.SamplesOf(options.FirstChunk);
    private readonly long _chunk = AudioQueue.SamplesOf(options.Chunk);
    private readonly long _smallest = AudioQueue.SamplesOf(options.SmallestChunk);
    private readonly long _ahead = AudioQueue.SamplesOf(options.Ahead);

    /// <summary>The next step.</summary>
    /// <param name="now">Time since the playout's start.</param>
    /// <param name="chunk">Where a chunk is written.</param>
    /// <param name="silent">A turn that silence ends: its tail has to be flushed before the next call.</param>
    public PlayoutStep Next(TimeSpan now, Span<byte> chunk, out PlayoutTurn? silent)
    {
        silent = null;
        clock.Advance(now);
        turns.ReleaseHeard(now);
        return Notice() ?? FinishFront(now) ?? Send(now, chunk, out silent);
    }

    private PlayoutStep? Notice()
    {
        if (turns.CutUtterance is { } cut)
        {
            turns.CutUtterance = null;
            return PlayoutStep.EndSpeech(cut, wasCut: true);
        }

        for (var i = 0; i < turns.All.Count; i++)
        {
            if (turns.All[i].HasWarning)
            {
                turns.All[i].HasWarning = false;
                return PlayoutStep.TailDropped(turns.All[i].Number);
            }
        }

        return null;
    }

    private PlayoutStep? FinishFront(TimeSpan now)
    {
        while (turns.All.Count > 0 && turns.All[0].IsEmpty)
        {
            var empty = turns.All[0];
            turns.Remove(empty);
            // One that was to go on after silence, but didn't, was reported already.
            if (empty.HeardBefore == 0)
            {
                return PlayoutStep.TurnFinished(empty.Number);
            }
        }

        if (turns.All.Count == 0)
        {
            return null;
        }

        var front = turns.All[0];

        if (!clock.IsFinished(front.Clock, now))
        {
            return null;
        }

        clock.Finish(front.Clock);
        return PlayoutStep.Heard(front.Number, AudioQueue.TimeOf(turns.Remove(front)));
    }

    private PlayoutStep Send(TimeSpan now, Span<byte> chunk, out PlayoutTurn? silent)
    {
        silent = null;
        var turn = turns.NextToSend();
        if (turn is { IsEnded: true, Available: 0 })
        {
            // One that was to go on after silence, but didn't, owes no second end.
            return Close(turn, now) ?? FinishFront(now) ?? Send(now, chunk, out silent);
        }

        if (turn is null)
        {
            return Wait(now, null);
        }

        if (turn.Available == 0)
        {
            var closes = turn is { OwesEnd: true, Clock.IsIdle: true } ? turn.LastAudioAt + options.SilenceClosesTurn : (TimeSpan?)null;
            silent = closes <= now ? turn : null;
            return Wait(now, closes);
        }

        var ready = ReadyAt(turn);
        if (ready > now)
        {
            return Wait(now, ready);
        }

        var size = Math.Min(turn.Available, turn.IsUtteranceOpen ? _chunk : Math.Min(_first, _chunk));
        size = Math.Min(size, chunk.Length / sizeof(short));
        return clock.InFlight(now) + size <= _ahead
            ? Speak(turn, (int)size, now, chunk)
            : Wait(now, clock.WhenInFlightIs(_ahead - size, now));
    }

    private PlayoutStep Speak(PlayoutTurn turn, int samples, TimeSpan now, Span<byte> chunk)
    {
        var bytes = samples * sizeof(short);
        turn.Audio.CopyTo(turn.Clock.Sent, chunk[..bytes]);
        var isLate = turn is { IsUtteranceOpen: true, Clock.IsIdle: true };
        clock.OnSent(turn.Clock, samples, now);
        var isFirst = !turn.IsUtteranceOpen;
        turn.IsUtteranceOpen = true;
        turn.OwesEnd = true;
        return PlayoutStep.Speak(turn.Number, bytes, isFirst, isLate);
    }

    private PlayoutStep? Close(PlayoutTurn turn, TimeSpan now)
    {
        PlayoutStep? step = turn.OwesEnd ? PlayoutStep.EndSpeech(turn.Number, wasCut: false) : null;
        turn.IsUtteranceOpen = false;
        turn.OwesEnd = false;
        clock.OnClosed(turn.Clock, now);
        return step;
    }

    private TimeSpan ReadyAt(PlayoutTurn turn)
    {
        var enough = turn.IsUtteranceOpen ? _smallest : _first;
        return turn.IsEnded || turn.Available >= enough ? TimeSpan.MinValue : turn.LastAudioAt + options.StallPatience;
    }

    private PlayoutStep Wait(TimeSpan now, TimeSpan? due)
    {
        var change = clock.NextChange();
        due = due is null || change < due ? change : due;
        if (due is null)
        {
            return PlayoutStep.Wait(null);
        }

        // Up to whole milliseconds: a timer that fires a little early would only come back.
        var left = Math.Ceiling((due.Value - now).TotalMilliseconds);
        return PlayoutStep.Wait(TimeSpan.FromMilliseconds(Math.Max(1, left)));
    }
}
