using Connectors.Events;

namespace Connectors.Providers.ElevenLabs;

/// <summary>
/// Turns ElevenLabs' event ids into turns and keeps audio of interrupted turns out.
/// <para>
/// On <c>interruption{event_id: N}</c> everything up to N is over; later audio below N is dropped, as both official SDKs do.
/// They disagree on N itself (Python drops it, JavaScript plays it), because after a <c>user_message</c> the reply carries the id
/// of the interruption it caused (elevenlabs-python#829). Here N counts as new only after a user message of ours or a new agent
/// response. One ordering can't be told apart: after a user message, a straggler of the old reply with id N plays as if it began
/// the new one.
/// </para>
/// </summary>
/// <param name="listener">Told of turns.</param>
internal sealed class ElevenLabsTurns(IAgentListener listener)
{
    private const int Remembered = 16;

    // Ids are shared by all events and grow by one or a few; a jump beyond this is nonsense that must not silence the agent for good.
    private const long PlausibleStep = 1_000_000;

    private readonly List<Turn> _turns = [];
    private long _floor = long.MinValue;
    private long _highest;
    private long _number;
    private bool _isReopened;
    private bool _awaitsAnswer;

    /// <summary>A text of the user was sent; the next turn answers it. Any thread.</summary>
    public void OnUserMessage() => Volatile.Write(ref _awaitsAnswer, value: true);

    /// <summary>Finds the turn of an audio message and starts it if it is new.</summary>
    /// <param name="eventId">The message's id, if it has one.</param>
    /// <param name="turn">The turn.</param>
    /// <returns>False if the audio is of an interrupted or ended turn and must not be heard.</returns>
    public bool TryTakeAudio(long? eventId, out TurnId turn)
    {
        var id = eventId ?? Current?.ProviderId ?? Math.Max(_highest, _floor + 1);
        turn = default;
        var known = Find(id);
        if (id < _floor || known is { IsSuperseded: true } || (known is { IsInterrupted: true } && id != _floor)
            || (id == _floor && known is not { IsInterrupted: false } && !_isReopened))
        {
            return false;
        }

        var alive = known is { IsEnded: false, IsInterrupted: false } ? known : Start(id);
        if (!alive.HasAudio)
        {
            EndOlder(alive);
            alive.HasAudio = true;
        }

        turn = alive.Id;
        return true;
    }

    /// <summary>The whole text of a reply.</summary>
    public void OnResponse(long? eventId, string text)
    {
        var id = eventId ?? Current?.ProviderId ?? _highest;
        var turn = Find(id);
        if (turn is null && id < _floor)
        {
            return;
        }

        // The text of a turn may come late; a second one after its end is a new response with the same id.
        if (turn is null || (turn.HasText && (turn.IsInterrupted ? id == _floor : turn.IsEnded)))
        {
            turn = Start(id);
        }

        turn.HasText = true;
        listener.OnEvent(new AgentEvent.AgentText(turn.Id, text, AgentTextKind.Full));
    }

    /// <summary>A piece of a reply's text; <paramref name="isStart"/> comes before the first.</summary>
    public void OnResponsePart(long? eventId, string text, bool isStart)
    {
        var id = eventId ?? Current?.ProviderId ?? _highest;
        var turn = Find(id);
        var isNew = turn is null ? id > _floor || (isStart && id == _floor) : isStart && turn.IsInterrupted && id == _floor;
        if (isNew)
        {
            turn = Start(id);
        }

        if (turn is { IsInterrupted: false } && text.Length > 0)
        {
            listener.OnEvent(new AgentEvent.AgentText(turn.Id, text, AgentTextKind.Delta));
        }
    }

    /// <summary>What was really spoken of an interrupted reply.</summary>
    public void OnCorrection(long? eventId, string text)
    {
        var turn = _turns.FindLast(old => old.IsInterrupted && old.ProviderId == eventId) ?? _turns.FindLast(old => old.IsInterrupted)
            ?? Current;
        if (turn is not null)
        {
            listener.OnEvent(new AgentEvent.AgentText(turn.Id, text, AgentTextKind.Correction));
        }
    }

    /// <summary>No more audio of this reply will come.</summary>
    public void OnComplete(long? eventId)
    {
        if ((eventId is { } id ? Find(id) : Current) is { IsInterrupted: false, IsEnded: false } turn)
        {
            End(turn);
        }
    }

    /// <summary>The user interrupted.</summary>
    public void OnInterruption(long? eventId)
    {
        var last = eventId ?? Math.Max(_highest, Current?.ProviderId ?? 0);
        var newest = default(TurnId);
        foreach (var turn in _turns)
        {
            if (turn.ProviderId <= last)
            {
                turn.IsInterrupted = true;
                newest = turn.Id;
            }
        }

        var floor = last > _highest + PlausibleStep ? _highest : last;
        if (floor >= _floor)
        {
            _floor = floor;
            _isReopened = Volatile.Read(ref _awaitsAnswer);
        }

        listener.OnEvent(new AgentEvent.Interrupted(newest));
    }

    /// <summary>Any event's id, so that implausible ones can be told.</summary>
    public void OnEventId(long? eventId)
    {
        if (eventId is { } id && id > _highest && (id - _highest <= PlausibleStep || _highest == 0))
        {
            _highest = id;
        }
    }

    private Turn? Current => _turns.Count > 0 && _turns[^1] is { IsInterrupted: false, IsEnded: false } newest ? newest : null;

    // By hand, because a lambda over the id would be an allocation for each piece of audio.
    private Turn? Find(long id)
    {
        for (var i = _turns.Count - 1; i >= 0; i--)
        {
            if (_turns[i].ProviderId == id)
            {
                return _turns[i];
            }
        }

        return null;
    }

    private Turn Start(long id)
    {
        Volatile.Write(ref _awaitsAnswer, value: false);
        _isReopened &= id == _floor;
        if (_turns.Count == Remembered)
        {
            _turns.RemoveAt(0);
        }

        var turn = new Turn(id, new(++_number));
        _turns.Add(turn);
        listener.OnEvent(new AgentEvent.TurnStarted(turn.Id));
        return turn;
    }

    // Audio comes turn by turn: that of a newer one is the end of the older ones.
    private void EndOlder(Turn newest)
    {
        foreach (var turn in _turns)
        {
            if (turn.Id < newest.Id && turn is { IsInterrupted: false, IsEnded: false })
            {
                turn.IsSuperseded = true;
                End(turn);
            }
        }
    }

    private void End(Turn turn)
    {
        turn.IsEnded = true;
        listener.OnEvent(new AgentEvent.TurnAudioEnded(turn.Id));
    }

    private sealed class Turn(long providerId, TurnId id)
    {
        public long ProviderId => providerId;

        public TurnId Id => id;

        public bool HasAudio { get; set; }

        public bool HasText { get; set; }

        public bool IsEnded { get; set; }

        /// <summary>Ended because a newer one's audio began: what still comes of it would be heard in the middle of that.</summary>
        public bool IsSuperseded { get; set; }

        public bool IsInterrupted { get; set; }
    }
}
