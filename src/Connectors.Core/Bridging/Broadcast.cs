using Connectors.Core.Avatars;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// Speaks in a session without an agent: what a tenant says comes in as audio of the avatar's format and is a turn like an agent's. One
/// comes in at a time; those that are whole wait for their turn.
/// </summary>
internal sealed class Broadcast
{
    // Whoever sends waits for room, so that nothing of it is dropped: two minutes, 5.8 MB.
    private static readonly long MostWaiting = AvatarLimits.Audio.BytesOf(TimeSpan.FromMinutes(2));

    // Longer than the desk waits for its caller: it is the desk that is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StayAwake = TimeSpan.FromSeconds(30);

    private const int Remembered = 16;
    private const int MostSays = 50;

    private static readonly CommandOutcome HasAgent = new("has-agent", "The session has an agent, which does the talking.");
    private static readonly CommandOutcome Busy = new(SayOutcomes.Busy, "Something else is still coming in, or 50 wait.");
    private static readonly CommandOutcome Full = new(SayOutcomes.Full, "Two minutes of audio wait already.");
    private static readonly CommandOutcome NoMemory = new(
        "audio-budget", "This server holds as much audio as it may; what came before is said.");

    private readonly BridgeContext _context;
    private readonly TurnTracker _turns;
    private readonly TurnEnds _ends;
    private readonly SessionTimers _timers;
    private readonly Conversation _conversation;
    private readonly bool _hasAgent;
    private readonly Alarms.Alarm _stalled;
    private readonly Alarms.Alarm _awake;
    private readonly Dictionary<long, Say> _says = [];
    private readonly Queue<(string Id, string Outcome)> _over = [];
    private Say? _open;
    private long _lastTurn;
    private bool _isReplacing;

    public Broadcast(
        BridgeContext context, BridgeAssignment assignment, TurnEnds ends, TurnTracker turns, Conversation conversation,
        SessionTimers timers)
    {
        _context = context;
        _turns = turns;
        _ends = ends;
        _timers = timers;
        _conversation = conversation;
        _hasAgent = assignment.Connector is not null;
        _lastTurn = assignment.Resumption?.Turns ?? 0;
        _stalled = context.Alarms.Create(() => End(_open));
        _awake = context.Alarms.Create(KeepAwake);
        ends.Closed = OnTurnClosed;
        ends.Silenced = Silence;
    }

    private string CutBy => _isReplacing ? SayOutcomes.Replaced : SayOutcomes.Interrupted;

    /// <summary>Takes a piece; to be repeated after a while where the answer is one of <see cref="SayOutcomes"/>'s for that.</summary>
    public CommandOutcome Take(RoomCommand.SayAudio piece)
    {
        if (_hasAgent)
        {
            return HasAgent;
        }

        _timers.Touch();
        if (piece.Begins && _open?.Id != piece.SayId && !TryBegin(piece))
        {
            return Busy;
        }

        return _open is { } open && open.Id == piece.SayId ? Take(open, piece) : Over(piece.SayId);
    }

    private CommandOutcome Take(Say say, RoomCommand.SayAudio piece)
    {
        _stalled.Set(Patience);
        if (!piece.Audio.IsEmpty && _context.Playout.HeldBytes + piece.Audio.Length > MostWaiting)
        {
            return Full;
        }

        var dropped = _context.Playout.DroppedTail;
        Append(say, piece.Audio.Span);
        var isLost = _context.Playout.DroppedTail > dropped;
        if (piece.Ends || isLost)
        {
            End(say);
        }

        return isLost ? NoMemory : CommandOutcome.Accepted;
    }

    private bool TryBegin(RoomCommand.SayAudio piece)
    {
        if (piece.Replaces)
        {
            Replace();
        }

        if (_open is not null || _says.Count >= MostSays)
        {
            return false;
        }

        var say = _open = new(piece.SayId, ++_lastTurn);
        _says[say.Turn] = say;
        _context.Playout.Begin(say.Turn);
        _turns.Begin(say.Turn);
        _conversation.OnTurnStarted(say.Turn);
        _context.Report(new SessionEvent.SayQueued(say.Id, say.Turn));
        if (piece.Text is { } text)
        {
            _conversation.OnAgentText(new(new(say.Turn), text, AgentTextKind.Full), say.Turn);
        }

        _awake.Set(StayAwake);
        return true;
    }

    private void Replace()
    {
        _isReplacing = true;
        _ends.Interrupt(InterruptionCause.Command, _context.Time.GetTimestamp());
        _isReplacing = false;
    }

    // What paused for so long that its turn was over has none to be cut, and is silenced all the same.
    private void Silence()
    {
        if (_open is { } open)
        {
            Finish(open, CutBy);
        }
    }

    private void Append(Say say, ReadOnlySpan<byte> audio)
    {
        if (audio.IsEmpty)
        {
            return;
        }

        var now = _context.Time.GetTimestamp();
        if (!say.HasAudio || !_turns.IsOpen(say.Turn))
        {
            // A pause may have ended its turn, which goes on now.
            say.HasAudio = true;
            _turns.OnFirstAudio(say.Turn, now);
        }

        var received = _context.Receipts.Add(say.Turn, AvatarLimits.Audio.DurationOf(audio.Length));
        if (!say.HasEnough && received >= _context.Pacing.FirstChunk)
        {
            say.HasEnough = true;
            _turns.OnEnoughAudio(say.Turn, now);
        }

        _context.Playout.Append(say.Turn, audio);
    }

    private void End(Say? say)
    {
        if (say is null)
        {
            return;
        }

        _stalled.Clear();
        _open = null;
        say.HasEnded = true;
        if (say.HasAudio && !say.HasEnough)
        {
            _turns.OnEnoughAudio(say.Turn, _context.Time.GetTimestamp());
        }

        _context.Playout.End(say.Turn);
        if (!_turns.IsOpen(say.Turn))
        {
            // It had paused for so long that its turn was over.
            Finish(say, SayOutcomes.Finished);
        }
    }

    // A pause in what comes in ends a turn too, which goes on with what comes next.
    private void OnTurnClosed(long turn, bool interrupted)
    {
        if (_says.TryGetValue(turn, out var say) && (interrupted || say.HasEnded))
        {
            Finish(say, interrupted ? CutBy : SayOutcomes.Finished);
        }
    }

    private void Finish(Say say, string outcome)
    {
        if (!_says.Remove(say.Turn))
        {
            return;
        }

        if (say == _open)
        {
            _open = null;
            _stalled.Clear();
            _context.Playout.Cut(say.Turn);
        }

        _over.Enqueue((say.Id, outcome));
        if (_over.Count > Remembered)
        {
            _over.Dequeue();
        }

        _context.Report(new SessionEvent.SayEnded(
            say.Id, say.Turn, outcome, _context.Receipts.Received(say.Turn), _context.Playout.Heard(say.Turn)));
    }

    private CommandOutcome Over(string sayId) => _over.FirstOrDefault(over => over.Id == sayId).Outcome switch
    {
        SayOutcomes.Replaced => new(SayOutcomes.Replaced, "Something else was said in its place before all of it had come in."),
        SayOutcomes.Interrupted => new(SayOutcomes.Interrupted, "It was silenced before all of it had come in."),
        SayOutcomes.Finished => new(SayOutcomes.Stalled, "Nothing of it came for too long; what had come is said."),
        _ => new(SayOutcomes.Lost, "The session moved or was lost while it came in; what had come is said, or was."),
    };

    // Who speaks is not idle, also where nobody sends anything any more.
    private void KeepAwake()
    {
        if (_says.Count > 0)
        {
            _timers.Touch();
            _awake.Set(StayAwake);
        }
    }
}
