using Connectors.Core.Audio;
using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// The running machinery of a session in one process: joins room, avatar and agent, and is the one loop that owns the
/// session's mutable state. Whatever it sends is an enqueue, so a stalled peer never holds it up.
/// </summary>
internal sealed class Bridge : IBridgeParts, IBridgeCommands, IDisposable
{
    // How often the user's audio looks whether silence has to fill in.
    private static readonly TimeSpan UserAudioTick = TimeSpan.FromMilliseconds(20);

    private readonly BridgeContext _context;
    private readonly RoomSide _room;
    private readonly AvatarSide _avatar;
    private readonly AgentSide? _agent;
    private readonly RoomVoice _voice;
    private readonly Conversation _conversation;
    private readonly TurnTracker _turns;
    private readonly PlayoutPump _pump;
    private readonly PushToTalk _pushToTalk;
    private readonly ToolDesk _tools;
    private readonly TurnEnds _ends;
    private readonly CommandDesk _commands;
    private readonly RoomCommands _roomCommands;
    private readonly AgentEvents? _agentEvents;
    private readonly ReadinessGate _gate;
    private readonly SessionTimers _timers;
    private readonly SpeechPolicy _speech;
    private readonly LossReport _losses;
    private readonly LostParts _lost;
    private readonly LastWords _lastWords;
    private readonly Teardown _teardown;
    private readonly Entrance _entrance;
    private readonly UserSpeech _userSpeech;
    private readonly UserPresence _presence;
    private readonly Departure _departure;
    private readonly OutsideRequests _requests;
    private readonly StateNote _state;
    private readonly Broadcast _broadcast;

    private ITimer? _clock;

    public Bridge(BridgeEnvironment environment, BridgeAssignment assignment, ISessionObserver observer)
    {
        _context = BridgeContext.Create(environment, assignment, observer, audio => _agent?.SendAudio(audio));
        _voice = new(_context, () => _room);
        _conversation = new(_context, _voice, assignment.Transcript);
        _lost = new(_context, OnLost);
        _room = new(_context, assignment.TransportOf(environment), assignment.Address, _lost, this);
        _avatar = new(_context, environment.Avatars, assignment.AvatarSocket, _lost, this);
        var inUse = assignment.Connector is { } connector ? new AgentInUse(assignment, connector) : null;
        _agent = inUse is null ? null : new(_context, inUse, new(assignment, inUse, _conversation), _lost, this);
        _entrance = new(assignment, _room, _avatar, _agent, _lost);
        _turns = new(_context);
        _pump = new(_context, _avatar, _turns, () => _departure!.HoldsTurns, turn => _ends!.OnHeard(turn));
        _ends = new(_context, _pump, _turns, _conversation, _voice, _agent);
        _pushToTalk = new(_context.UserAudio, _voice, assignment.Session.PushToTalk);
        _tools = new(_context, _voice, () => _agent?.Connection, () => _room.IsUserPresent || !_room.HasBeenIn, new(_context, inUse));
        _commands = new(_context, _agent, _avatar, _pushToTalk, _tools, this);
        _roomCommands = new(_context, _room, _voice, _commands, () => _timers!.Touch());
        _agentEvents = _agent is null ? null : new(_agent, _turns, _ends, _conversation, _tools, _voice);
        _gate = new(_context, _entrance.OnGate);
        _timers = new(_context.Alarms, assignment, reason => End(SessionEnd.For(reason)));
        _speech = new(_context, _avatar, _turns, _pushToTalk, _agent, this);
        _losses = new(
            _context, () => _agent?.DroppedAudio() ?? TimeSpan.Zero, () => _voice.Unsent + _room.DroppedData + _context.Mailbox.Dropped);
        _lastWords = new(_context, () => _pump.IsSilent, End);
        _teardown = new(_context, _room, _avatar, CloseAgentAsync, _voice, assignment.StopAvatar);
        _userSpeech = new(_context, _conversation, _speech, _turns, _voice, _agent);
        _presence = new(_context, _timers, _teardown);
        _departure = new(_context, _timers, _turns, _agent, () => _room.IsIn, Dispatch);
        _requests = new(_commands, _conversation, _tools, _departure, _room, End);
        _broadcast = new(_context, assignment, _ends, _turns, _conversation, _timers);
        _state = new(_room, _voice, _lost, _turns, _teardown);
    }

    /// <summary>Completes when everything is torn down, with the session's one end.</summary>
    public Task<SessionEnd> Completion => _teardown.Completion;

    /// <summary>Whether the user's microphone is passed on.</summary>
    public bool IsUserHeard => _context.UserAudio.IsOpen;

    /// <summary>Starts to join everything; from here on <see cref="RunAsync"/> or <see cref="Step"/> must be called.</summary>
    public void Start()
    {
        _pushToTalk.Apply();
        _entrance.Begin();
    }

    /// <summary>The loop; ends when the session is over.</summary>
    public async Task RunAsync()
    {
        do
        {
            await _context.Mandate.SettledAsync();
            Step();
        }
        while (!Completion.IsCompleted && await _context.Mailbox.WaitAsync());
    }

    /// <summary>To be called after <see cref="Completion"/>.</summary>
    public void Dispose()
    {
        _clock?.Dispose();
        _context.Playout.Dispose();
        _context.Alarms.Dispose();
        _voice.Dispose();
    }

    /// <summary>Does everything that can be done now.</summary>
    public void Step()
    {
        switch (_context.Mandate.State)
        {
            case MandateState.Doubtful:
                return;
            case MandateState.Lost:
                End(SessionEnd.For(SessionEndReasons.TakenOver));
                break;
        }

        while (_context.Mailbox.TryTake(out var letter))
        {
            Dispatch(letter);
        }

        if (_teardown.IsSilent)
        {
            return;
        }

        _context.Alarms.RingDue();
        if (_context.Mailbox.IsOverrun)
        {
            End(SessionEnd.For(SessionEndReasons.ServerError));
        }

        _pump.Run();
        _speech.Look();
        _lastWords.Look();
        var isQuiet = !_turns.IsAnyOpen && !_speech.IsUserSpeaking && !_tools.IsAnyWaiting;
        _agent?.Tend(isQuiet && !_departure.IsAnswerOwed);
        _departure.Look(isQuiet);
        _context.Alarms.Arm();
    }

    /// <summary>The loop broke: tears down what it had.</summary>
    public void Abandon(SessionEnd end) => _teardown.TryBegin(end);

    /// <summary>Wants something of the loop; any thread.</summary>
    /// <param name="request">Such as a <see cref="CommandRequest"/> or an <see cref="EndRequest"/>.</param>
    public void Post(object request) => _context.Mailbox.Post(request);

    public void OnRoomChanged()
    {
        _state.Look();
        _voice.Deliver();
        _entrance.Look();
        _presence.Look(_room.IsUserPresent);
        LookAtGate();
    }

    public void OnAvatarConnected()
    {
        _context.ReportStage(StartStage.AvatarConnected);
        LookAtGate();
    }

    public void OnAvatarSpeaking(long turn)
    {
        // What it spoke before is over first.
        _pump.Run();
        if (_turns.OnSpeaking(turn))
        {
            _voice.Signal(RoomSignal.AvatarSpeakStarted);
        }
    }

    public void OnAvatarInterrupted() => Interrupt(InterruptionCause.Avatar, _context.Time.GetTimestamp());

    public void OnData(RoomEvent.DataReceived data) => _roomCommands.OnData(data);

    public void OnAgentReady(AgentEvent.Ready ready)
    {
        _conversation.OnConnectionReplaced();
        _tools.Forget();
        _clock ??= _context.Time.CreateTimer(
            static audio => ((UserAudio)audio!).OnTick(), _context.UserAudio, UserAudioTick, UserAudioTick);
        _context.ReportStage(StartStage.AgentReady);
        _context.Report(new SessionEvent.AgentReady(ready.ConversationId));
        _state.Tell();
    }

    public void OnAgentEvent(AgentEvent e, long turn, long receivedAt)
    {
        if (e is AgentEvent.TurnStarted or AgentEvent.UserText)
        {
            _timers.Touch();
        }

        _agentEvents!.Handle(e, turn, receivedAt);
    }

    public void OnAgentGone(AgentEvent.Closed closed)
    {
        _tools.Forget();
        if (!_lastWords.TryBegin(closed))
        {
            _context.Warn(closed.Code, closed.Reason);
            End(SessionEndCauses.From(closed.Kind));
        }
    }

    public void OnUserWrote(string text)
    {
        _timers.Touch();
        _agent!.UserSpoke();
        _conversation.OnUserWrote(text);
        if (_agent.Capabilities.InterruptionSignal == InterruptionSignal.None)
        {
            Interrupt(InterruptionCause.UserText, _context.Time.GetTimestamp());
        }
    }

    public void Interrupt(InterruptionCause cause, long signalAt) => _ends.Interrupt(cause, signalAt);

    public void End(SessionEnd end)
    {
        if (_teardown.TryBegin(end))
        {
            _losses.Stop(end);
            _timers.Stop();
            _gate.Stop();
            _lastWords.Stop();
        }
    }

    // Whatever comes in after another process has the session is none of this one's business.
    private void Dispatch(Letter letter)
    {
        switch (letter.Content)
        {
            case var _ when _teardown.IsSilent || _departure.TryKeep(letter):
                break;
            case RoomEvent e:
                _room.Handle(letter, e);
                break;
            case AvatarEvent e:
                _avatar.Handle(letter, e);
                break;
            case AgentEvent or AgentPreparation or PreparationBroke:
                _agent!.Handle(letter, letter.Content);
                break;
            case FirstAudio first when _agent!.IsLive(letter.Epoch):
                _turns.OnFirstAudio(first.Turn, letter.ReceivedAt);
                break;
            case EnoughAudio enough when _agent!.IsLive(letter.Epoch):
                _turns.OnEnoughAudio(enough.Turn, letter.ReceivedAt);
                break;
            case UserVoiceEdge edge when _userSpeech.OnEdge(edge):
                _timers.Touch();
                break;
            case CommandRequest { Command: RoomCommand.SayAudio piece } said:
                said.Answer.SetResult(_broadcast.Take(piece));
                break;
            default:
                _requests.Carry(letter.Content);
                break;
        }
    }

    private Task CloseAgentAsync() => Task.WhenAll(_tools.StopAsync(), _agent?.CloseAsync() ?? Task.CompletedTask);

    private void LookAtGate() => _gate.Look(_room.IsUserPresent, _avatar.IsConnected, _room.IsAvatarShown);

    private void OnLost(SessionPart part, bool isLost)
    {
        if (part == SessionPart.Agent && isLost)
        {
            // The conversation that asked is gone.
            _tools.Forget();
        }

        if (part != SessionPart.Room || !isLost)
        {
            _state.Tell();
        }
    }
}
