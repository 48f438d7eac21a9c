using Connectors.Audio;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// One agent connection's listener. Audio goes into the playout at receipt, and so does what decides about audio (a turn's
/// begin, end and interruption): the loop may be behind, the playout never is. Everything is then told to the loop.
/// </summary>
internal sealed class AgentLink : IAgentListener
{
    // It may work with another connection.
    private static readonly AgentEvent.Closed SendingBroke = new(
        CloseKind.Network, Retryable: true, "sending-failed", "The agent's connection could not be given the user's audio.");

    private readonly BridgeContext _context;
    private readonly TurnReceipts _receipts;
    private readonly long _turnsBefore;
    private readonly bool _greetingUnwanted;
    private readonly string _connector;
    private readonly long _begunAt;

    private long _lastTurn;
    private long _audioTurn;
    private long _enoughTurn;
    private AudioFormat _format;
    private long _swallowedThrough;
    private long _withheld;
    private volatile bool _swallowing;
    private volatile bool _retired;
    private volatile bool _broken;

    /// <param name="context">The bridge's context.</param>
    /// <param name="epoch">Number of the connection.</param>
    /// <param name="turnsBefore">Turns of the session so far; this connection's follow on them.</param>
    /// <param name="greetingUnwanted">Whether the conversation goes on, so that nobody wants to be greeted.</param>
    /// <param name="receipts">Told how much audio came.</param>
    /// <param name="connector">Id of the connector that opens it.</param>
    public AgentLink(
        BridgeContext context, int epoch, long turnsBefore, bool greetingUnwanted, TurnReceipts receipts, string connector)
    {
        _context = context;
        _receipts = receipts;
        _connector = connector;
        _begunAt = context.Time.GetTimestamp();
        Epoch = epoch;
        _turnsBefore = turnsBefore;
        _greetingUnwanted = greetingUnwanted;
        _lastTurn = _audioTurn = _enoughTurn = _swallowedThrough = turnsBefore;
    }

    public int Epoch { get; }

    public IAgentConnection? Connection { get; set; }

    /// <summary>What <see cref="AgentEvent.Ready"/> told, or null before.</summary>
    public AgentEvent.Ready? Ready { get; private set; }

    /// <summary>The newest turn, in the session's numbers.</summary>
    public long LastTurn => Interlocked.Read(ref _lastTurn);

    public long SessionTurn(TurnId turn) => turn.Number == 0 ? 0 : _turnsBefore + turn.Number;

    /// <summary>The turn that an event is of; 0: none, or whichever it is.</summary>
    public long SessionTurn(AgentEvent e) => SessionTurn(e switch
    {
        AgentEvent.TurnStarted started => started.Turn,
        AgentEvent.TurnAudioEnded ended => ended.Turn,
        AgentEvent.AgentText text => text.Turn,
        AgentEvent.Interrupted interrupted => interrupted.Turn,
        _ => default,
    });

    /// <summary>The connection's number of a turn, or null if the turn is of an earlier connection.</summary>
    public TurnId? OwnTurn(long sessionTurn) => sessionTurn > _turnsBefore ? new TurnId(sessionTurn - _turnsBefore) : null;

    /// <summary>Whether the connection's turns follow directly on this one.</summary>
    public bool IsNext(long lastTurn) => lastTurn == _turnsBefore;

    public bool IsSwallowed(long sessionTurn) => sessionTurn != 0 && sessionTurn <= Interlocked.Read(ref _swallowedThrough);

    public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
    {
        var sessionTurn = SessionTurn(turn);
        if (_retired || IsSwallowed(sessionTurn))
        {
            return;
        }

        if (sessionTurn != _audioTurn)
        {
            _audioTurn = sessionTurn;
            _context.Mailbox.Post(new FirstAudio(sessionTurn), Epoch);
        }

        // Noted first: the loop is awake as soon as the playout has the audio.
        if (_receipts.Add(sessionTurn, _format.DurationOf(audio.Length)) >= _context.Pacing.FirstChunk)
        {
            NoteEnough(sessionTurn);
        }

        _context.Playout.Append(sessionTurn, audio);
    }

    public void OnEvent(AgentEvent e)
    {
        // One that broke has had its end told.
        if (_broken || (_retired && e is not AgentEvent.Closed))
        {
            return;
        }

        switch (e)
        {
            case AgentEvent.Ready ready:
                OnReady(ready);
                break;
            case AgentEvent.Closed when Ready is null && !_retired:
                _context.MeasureConnect(_connector, _begunAt, succeeded: false);
                break;
            case AgentEvent.TurnStarted started:
                OnTurnStarted(SessionTurn(started.Turn));
                break;
            case AgentEvent.TurnAudioEnded ended when !IsSwallowed(SessionTurn(ended.Turn)):
                NoteEnough(SessionTurn(ended.Turn));
                _context.Playout.End(SessionTurn(ended.Turn));
                break;
            case AgentEvent.Interrupted interrupted when IsHonoured(SessionTurn(interrupted.Turn)):
                _context.Playout.Cut(interrupted.Turn.Number == 0 ? LastTurn : SessionTurn(interrupted.Turn));
                break;
        }

        if (e is AgentEvent.Raw)
        {
            // A provider may send as many of them as it likes; nobody's conversation depends on them.
            _context.Mailbox.PostLossy(e, Epoch);
        }
        else
        {
            _context.Mailbox.Post(e, Epoch);
        }
    }

    /// <summary>Whether an interruption signal cuts this turn.</summary>
    public bool IsHonoured(long sessionTurn) =>
        _context.Session.Interruptions.Mode != InterruptionMode.Off
        && (_context.Session.Interruptions.GreetingInterruptible || sessionTurn != 1);

    /// <summary>Sends user audio, on whichever thread has it: a connector that throws here must not take that thread along.</summary>
    public void SendAudio(ReadOnlySpan<byte> audio)
    {
        try
        {
            if (_retired)
            {
                return;
            }

            if (_context.Mandate.State == MandateState.Good)
            {
                Connection?.SendAudio(audio);
            }
            else if (Ready is { } ready)
            {
                Interlocked.Add(ref _withheld, ready.InputFormat.DurationOf(audio.Length).Ticks);
            }
        }
        catch (Exception)
        {
            _retired = _broken = true;
            _context.Mailbox.Post(SendingBroke, Epoch);
        }
    }

    /// <summary>User audio that was not sent: the provider didn't read it, or it was not certain whose session this is.</summary>
    public TimeSpan DroppedAudio() =>
        (Connection?.DroppedAudio ?? TimeSpan.Zero) + TimeSpan.FromTicks(Interlocked.Read(ref _withheld));

    /// <summary>The user has spoken: from here on every turn is an answer.</summary>
    public void UserSpoke() => _swallowing = false;

    /// <summary>Whether nothing of this connection counts any more.</summary>
    public bool IsRetired => _retired;

    public void Retire() => _retired = true;

    private void OnReady(AgentEvent.Ready ready)
    {
        Ready = ready;
        _context.MeasureConnect(_connector, _begunAt, succeeded: true);
        _format = ready.OutputFormat;
        _swallowing = _greetingUnwanted && !ready.Capabilities.SuppressesGreeting;
        _context.Playout.SetFormat(ready.OutputFormat);
    }

    private void NoteEnough(long sessionTurn)
    {
        if (sessionTurn == _audioTurn && sessionTurn != _enoughTurn)
        {
            _enoughTurn = sessionTurn;
            _context.Mailbox.Post(new EnoughAudio(sessionTurn), Epoch);
        }
    }

    private void OnTurnStarted(long sessionTurn)
    {
        Interlocked.Exchange(ref _lastTurn, sessionTurn);
        if (_swallowing)
        {
            Interlocked.Exchange(ref _swallowedThrough, sessionTurn);
        }
        else
        {
            _context.Playout.Begin(sessionTurn);
        }
    }
}
