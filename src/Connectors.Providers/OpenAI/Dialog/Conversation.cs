using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// The state of one conversation and the rules by which it changes: turns, interruptions, responses to ask for, tool calls.
/// No socket, no clock, no lock: its owner sends what it hands out, delivers <see cref="Outbox"/>, and guards it.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(OpenAIRealtimeSettings settings, string? instructions, Func<MessageBuffer, bool> send) : IDialog
{
    /// <summary>The only PCM format of OpenAI's sessions.</summary>
    public static readonly AudioFormat Format = AudioFormat.Pcm16(24_000);

    private readonly ResponseRequests _requests = new();
    private readonly ContextNotes _notes = new();
    private long _events;
    private bool _userSpeaks;
    private bool _commits;
    private bool _cancelNext;

    /// <summary>Events for the listener, in order. Those of a host's call leave with the next message of the server.</summary>
    public List<AgentEvent> Outbox { get; } = [];

    public TurnBook Turns => field ??= new(Format, Outbox);

    public ToolCalls Tools => field ??= new(Outbox);

    public UserTranscripts UserTranscripts => field ??= new(Outbox);

    /// <summary>Whether the host may send.</summary>
    public bool IsReady { get; set; }

    /// <summary>Why the conversation must end, once that is known.</summary>
    public AgentEvent.Closed? Ending { get; private set; }

    private bool AnswersByItself => settings.TurnDetection is { IsOn: true, CreateResponse: true };

    private bool InterruptsByItself => settings.TurnDetection is { IsOn: true, InterruptResponse: true };

    /// <summary>An id for the next message, by what it is for.</summary>
    public string EventId(string purpose) => ClientEvents.EventId(purpose, ++_events);

    public bool Send(MessageBuffer message) => send(message);

    /// <summary>The conversation must end; the first reason counts.</summary>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    /// <summary>A text of the user: a turn like any other, so it interrupts.</summary>
    public SendResult AddUserText(string text)
    {
        if (!Send(ClientEvents.CreateMessage(EventId("item"), null, "user", text)))
        {
            return SendResult.QueueFull;
        }

        Interrupt();
        return Ask(ResponseRequest.Answer);
    }

    public SendResult AddNote(string text, string? key)
    {
        var id = ClientEvents.EventId("note", ++_events);
        if (!Send(ClientEvents.CreateMessage(EventId("item"), id, "system", text)))
        {
            return SendResult.QueueFull;
        }

        if (_notes.Replace(key, id) is { } earlier)
        {
            Send(ClientEvents.DeleteItem(EventId("delete"), earlier));
        }

        return SendResult.Accepted;
    }

    public SendResult Say(string text) => Ask(new(Prompts.With(instructions, Prompts.Verbatim(text)), default));

    /// <summary>The agent speaks first, as its greeting says.</summary>
    public void Greet(string instruction) => Ask(new(Prompts.With(instructions, instruction), default));

    /// <summary>Asks for a response as soon as that is allowed.</summary>
    public SendResult Ask(ResponseRequest request)
    {
        if (!_requests.TryAdd(request))
        {
            return SendResult.QueueFull;
        }

        Pump();
        return SendResult.Accepted;
    }

    /// <summary>Stops what is being said and generated.</summary>
    public void Interrupt()
    {
        Turns.Interrupt();
        _cancelNext = _requests.IsInFlight;
        CancelActive();
    }

    /// <summary>Makes the conversation forget what nobody heard.</summary>
    public void Report(PlayoutReport report)
    {
        if (Turns.Report(report) is not { } cut)
        {
            return;
        }

        Send(cut.HeardMs == 0
            ? ClientEvents.DeleteItem(EventId("delete"), cut.ItemId)
            : ClientEvents.TruncateItem(EventId("truncate"), cut.ItemId, cut.ContentIndex, cut.HeardMs));
    }

    public SendResult AddToolResult(ToolResult result)
    {
        if (!Tools.IsOpen(result.CallId))
        {
            return SendResult.UnknownCall;
        }

        if (!Send(ClientEvents.CreateCallOutput(EventId("item"), result.CallId, ToolOutput.Of(result))))
        {
            return SendResult.QueueFull;
        }

        if (Tools.Answer(result.CallId))
        {
            Ask(ResponseRequest.Answer);
        }

        return SendResult.Accepted;
    }

    /// <summary>The client committed the user's audio itself; asking for a response waits until that is done.</summary>
    public void Commit() => _commits = true;

    /// <summary>The user's audio was committed or thrown away, by whomever; then nobody says any more that the user stopped.</summary>
    public void OnAudioTaken()
    {
        _commits = false;
        _userSpeaks = false;
        Pump();
    }

    /// <summary>The user begins to speak. The server cancels the active response by itself; what is played out, only we can stop.</summary>
    public void OnSpeechStarted()
    {
        _userSpeaks = true;
        if (InterruptsByItself)
        {
            Turns.Interrupt();
        }

        if (AnswersByItself)
        {
            _requests.DropAnswers();
        }

        Outbox.Add(new AgentEvent.UserSpeechStarted());
    }

    public void OnSpeechStopped()
    {
        _userSpeaks = false;
        Outbox.Add(new AgentEvent.UserSpeechStopped());
        Pump();
    }

    public void OnResponseCreated(string responseId)
    {
        var request = _requests.Begin();
        Turns.Start(responseId);
        if (_cancelNext)
        {
            Turns.Interrupt();
            CancelActive();
        }
        else if (request is not null && _userSpeaks && InterruptsByItself)
        {
            // Asked for just before the user began to speak: the server cancels only what is active at that moment.
            Turns.Interrupt();
            CancelActive();
            if (!request.IsAnswer || !AnswersByItself)
            {
                _requests.PutBack(request);
            }
        }

        _cancelNext = false;
    }

    public void OnResponseDone(string responseId, bool cancelled)
    {
        Turns.Finish(responseId, cancelled);
        if (Tools.Finish(responseId, cancelled))
        {
            _requests.TryAdd(ResponseRequest.Answer);
        }

        Pump();
    }

    /// <summary>The response that was to be cancelled was over: if that was not told before, it is known now.</summary>
    public void OnNothingToCancel(string? eventId)
    {
        if (Turns.Active is { CancelId: { } cancel } active && (eventId is null || eventId == cancel))
        {
            OnResponseDone(active.Id, cancelled: true);
        }
    }

    /// <summary>The server refused to begin a response.</summary>
    public void OnResponseRefused(string? eventId, bool again)
    {
        _requests.Refuse(eventId, again);
        _cancelNext = false;
        Pump();
    }

    private void CancelActive()
    {
        if (Turns.Active is { CancelId: null } active)
        {
            active.CancelId = EventId("cancel");
            Send(ClientEvents.CancelResponse(active.CancelId, active.Id));
        }
    }

    private void Pump()
    {
        if (!IsReady || Turns.Active is not null || _userSpeaks || _commits || _requests.IsInFlight)
        {
            return;
        }

        var eventId = EventId("create");
        if (_requests.Take(eventId) is { } request)
        {
            Send(ClientEvents.CreateResponse(eventId, request.Instructions, request.Response));
        }
    }
}
