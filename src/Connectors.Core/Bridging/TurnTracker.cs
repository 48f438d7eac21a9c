using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// Follows the agent's turns from the first byte to the last sound, measures them, and knows what the agent does. Only
/// the turns that are not over are kept.
/// </summary>
internal sealed class TurnTracker(BridgeContext context)
{
    private readonly SortedDictionary<long, Turn> _open = [];

    private long _userEnd;
    private bool _userEndIsFresh;

    public AgentState State { get; private set; } = AgentState.Listening;

    /// <summary>Whether a turn has begun and is not over yet.</summary>
    public bool IsAnyOpen => _open.Count > 0;

    /// <summary>The turn that the avatar speaks, or 0.</summary>
    public long Speaking { get; private set; }

    /// <summary>The user stopped speaking.</summary>
    /// <param name="lastVoicedAt">Timestamp of the last voiced sample.</param>
    public void OnUserEnd(long lastVoicedAt)
    {
        _userEnd = lastVoicedAt;
        _userEndIsFresh = true;
        if (State == AgentState.Listening)
        {
            Become(AgentState.Thinking);
        }
    }

    /// <summary>The user goes on: what went before was no end.</summary>
    public void OnUserStart()
    {
        _userEndIsFresh = false;
        if (State == AgentState.Thinking)
        {
            Become(AgentState.Listening);
        }
    }

    public void Begin(long turn) => _open.TryAdd(turn, new Turn());

    public void OnFirstAudio(long turn, long receivedAt)
    {
        var open = Find(turn);
        open.FirstAudioAt = receivedAt;
        if (_userEndIsFresh)
        {
            // The end that this turn answers; the next turn needs one of its own.
            open.UserEndAt = _userEnd;
            _userEndIsFresh = false;
        }
    }

    /// <summary>Enough audio is there for the first chunk.</summary>
    public void OnEnoughAudio(long turn, long receivedAt) => Find(turn).EnoughAt = receivedAt;

    /// <summary>The first chunk was handed to the avatar's socket.</summary>
    public void OnFirstSpeak(long turn)
    {
        var open = Find(turn);
        if (open.SpokenAt == 0)
        {
            open.SpokenAt = context.Time.GetTimestamp();
        }
    }

    /// <summary>The avatar speaks; true the first time.</summary>
    public bool OnSpeaking(long turn)
    {
        if (!_open.TryGetValue(turn, out var open) || open.SpeakingAt != 0)
        {
            return false;
        }

        open.SpeakingAt = context.Time.GetTimestamp();
        Speaking = turn;
        Become(AgentState.Speaking);
        context.Report(new SessionEvent.AvatarSpeechStarted(turn));
        return true;
    }

    /// <summary>A turn is over; returns whether it had audio that the avatar was told to speak.</summary>
    public bool Close(long turn, TimeSpan received, TimeSpan heard, bool interrupted)
    {
        if (!_open.Remove(turn, out var open))
        {
            return false;
        }

        if (open.FirstAudioAt != 0)
        {
            context.Report(new SessionEvent.TurnEnded(FiguresOf(turn, open, received, heard, interrupted)));
        }

        if (Speaking == turn || _open.Count == 0)
        {
            Speaking = 0;
            Become(AgentState.Listening);
        }

        return open.SpokenAt != 0;
    }

    /// <summary>Whether a turn has begun and is not over.</summary>
    public bool IsOpen(long turn) => _open.ContainsKey(turn);

    /// <summary>Whether the avatar was told to speak some of this turn.</summary>
    public bool IsSpoken(long turn) => _open.TryGetValue(turn, out var open) && open.SpokenAt != 0;

    /// <summary>The turns that are not over, up to this one, oldest first.</summary>
    public IReadOnlyList<long> OpenThrough(long turn) => _open.Keys.TakeWhile(open => open <= turn).ToList();

    private Turn Find(long turn)
    {
        Begin(turn);
        return _open[turn];
    }

    private TurnFigures FiguresOf(long turn, Turn open, TimeSpan received, TimeSpan heard, bool interrupted) => new(
        turn,
        Between(open.UserEndAt, open.FirstAudioAt),
        Between(open.UserEndAt, open.SpeakingAt),
        Between(open.FirstAudioAt, open.SpokenAt),
        Between(open.EnoughAt, open.SpokenAt),
        received,
        heard,
        interrupted);

    private TimeSpan? Between(long from, long to) =>
        from == 0 || to == 0 ? null : context.Time.GetElapsedTime(from, to);

    private void Become(AgentState state)
    {
        if (State != state)
        {
            State = state;
            context.Report(new SessionEvent.AgentStateChanged(state));
        }
    }

    private sealed class Turn
    {
        public long UserEndAt { get; set; }

        public long FirstAudioAt { get; set; }

        public long SpokenAt { get; set; }

        public long SpeakingAt { get; set; }

        public long EnoughAt { get; set; }
    }
}
