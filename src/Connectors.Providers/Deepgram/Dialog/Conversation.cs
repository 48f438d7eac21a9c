using Connectors.Events;
using Connectors.Providers.Deepgram.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// The state of one conversation and the rules by which it changes. No socket and no lock: its owner sends what it hands out,
/// delivers <see cref="Outbox"/>, and guards it.
/// </summary>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(string? instructions, TimeProvider time, Func<MessageBuffer, bool> send) : IDialog
{
    private ContextNotes _notes = new(instructions);
    private volatile bool _isReady;
    private bool _userSpeaks;

    /// <summary>Events for the listener, in order. Those of a host's call leave with the next message of the server.</summary>
    public List<AgentEvent> Outbox { get; } = [];

    public TurnBook Turns => field ??= new(Outbox, time);

    public ToolCalls Tools => field ??= new(Outbox);

    public UserTexts UserTexts => field ??= new(Outbox);

    /// <summary>Whether the host may send.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>Why the conversation must end, once that is known.</summary>
    public AgentEvent.Closed? Ending { get; private set; }

    public bool Send(MessageBuffer message) => send(message);

    /// <summary>The conversation must end; the first reason counts.</summary>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    /// <summary>A text of the user: a turn like any other, so it interrupts.</summary>
    public SendResult AddUserText(string text)
    {
        if (!Send(ClientMessages.InjectUserMessage(text)))
        {
            return SendResult.QueueFull;
        }

        UserTexts.OnWritten(text);
        Turns.Interrupt();
        return SendResult.Accepted;
    }

    public SendResult AddNote(string text, string? key)
    {
        if (_notes.With(text, key, out var forgets) is not { } notes)
        {
            return SendResult.Invalid;
        }

        if (!Send(ClientMessages.UpdatePrompt(notes.Prompt)))
        {
            return SendResult.QueueFull;
        }

        if (forgets)
        {
            Warn("context-shortened", "Older context notes were forgotten, because Deepgram takes prompts of 25,000 characters at most.");
        }

        _notes = notes;
        return SendResult.Accepted;
    }

    /// <summary>Says a text word for word, behind what is being said.</summary>
    public SendResult Say(string text)
    {
        if (!Send(ClientMessages.InjectAgentMessage(text, "queue")))
        {
            return SendResult.QueueFull;
        }

        Turns.ExpectSaid();
        return SendResult.Accepted;
    }

    /// <summary>Says a text as a client asked for it.</summary>
    public SendResult Say(string text, string behavior)
    {
        if (!Send(ClientMessages.InjectAgentMessage(text, behavior)))
        {
            return SendResult.QueueFull;
        }

        if (behavior == "interrupt")
        {
            Turns.Interrupt(text);
        }

        Turns.ExpectSaid();
        return SendResult.Accepted;
    }

    public SendResult AddToolResult(ToolResult result)
    {
        if (Tools.NameOf(result.CallId) is not { } name)
        {
            return SendResult.UnknownCall;
        }

        if (!Send(ClientMessages.FunctionCallResponse(result.CallId, name, ToolOutput.Of(result))))
        {
            return SendResult.QueueFull;
        }

        Tools.Answer(result.CallId);
        return SendResult.Accepted;
    }

    /// <summary>
    /// The user begins to speak, whether or not the agent does: playing is to be stopped and thrown away (Deepgram docs,
    /// "User Started Speaking").
    /// </summary>
    public void OnUserStartedSpeaking()
    {
        _userSpeaks = true;
        UserTexts.OnSpoken();
        Turns.Interrupt();
        Outbox.Add(new AgentEvent.UserSpeechStarted());
    }

    /// <summary>The user's turn is over and understood; nothing else tells that the user stopped.</summary>
    public void OnUserText(string text)
    {
        if (_userSpeaks)
        {
            _userSpeaks = false;
            Outbox.Add(new AgentEvent.UserSpeechStopped());
        }

        // A turn that never had audio is told to be over by nothing else.
        Turns.EndAudio();
        Turns.ExpectAnswer();
        UserTexts.Add(text);
    }
}
