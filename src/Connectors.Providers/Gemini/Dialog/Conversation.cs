using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// The state of one conversation and the rules by which it changes. No socket and no lock: its owner sends what it hands out,
/// delivers <see cref="Outbox"/>, and guards it.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(GeminiLiveSettings settings, TimeProvider time, Func<MessageBuffer, bool> send) : IDialog
{
    /// <summary>What Gemini works with; other rates it would convert itself.</summary>
    public static readonly AudioFormat InputFormat = AudioFormat.Pcm16(16_000);

    /// <summary>The only format of Gemini's audio.</summary>
    public static readonly AudioFormat OutputFormat = AudioFormat.Pcm16(24_000);

    private readonly ContextNotes _notes = new();
    private volatile bool _isReady;
    private volatile bool _holdsAudio;

    /// <summary>Events for the listener, in order. Those of a host's call leave with the next message of the server.</summary>
    public List<AgentEvent> Outbox { get; } = [];

    public TurnBook Turns => field ??= new(Outbox, time);

    public ToolCalls Tools => field ??= new(Outbox);

    public UserTranscript UserTranscript => field ??= new(Outbox);

    /// <summary>Whether the host may send.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>Whether the user is not to be heard now; read by whoever sends audio.</summary>
    public bool HoldsAudio => _holdsAudio;

    /// <summary>Gemini said that it is going to end the connection.</summary>
    public bool GoesAway { get; private set; }

    /// <summary>Why the conversation must end, once that is known.</summary>
    public AgentEvent.Closed? Ending { get; private set; }

    public bool Send(MessageBuffer message) => send(message);

    /// <summary>The conversation must end; the first reason counts.</summary>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    /// <summary>A text of the user: a turn like any other, so it interrupts.</summary>
    public SendResult AddUserText(string text)
    {
        var sent = Send(settings.TakesContents
            ? ClientMessages.Contents([.. _notes.Take(), new(Speaker.User, text)], isComplete: true)
            : ClientMessages.RealtimeText(text));
        if (!sent)
        {
            return SendResult.QueueFull;
        }

        if (settings.TurnDetection.Interrupts)
        {
            Turns.Interrupt();
        }

        Turns.ExpectAnswer();
        return SendResult.Accepted;
    }

    public SendResult AddNote(string text, string? key)
    {
        if (!settings.TakesContents)
        {
            return SendResult.NotSupported;
        }

        if (!_notes.TryAdd(text, key))
        {
            return SendResult.QueueFull;
        }

        SendNotes();
        return SendResult.Accepted;
    }

    /// <summary>Stops what is being said and generated.</summary>
    public SendResult Interrupt()
    {
        if (!settings.TakesContents)
        {
            return SendResult.NotSupported;
        }

        if (Turns.IsActive && !Send(ClientMessages.Interruption()))
        {
            return SendResult.QueueFull;
        }

        Turns.Interrupt();
        return SendResult.Accepted;
    }

    public SendResult AddToolResult(ToolResult result)
    {
        if (Tools.NameOf(result.CallId) is not { } name)
        {
            return SendResult.UnknownCall;
        }

        if (!Send(ClientMessages.FunctionResponse(name, result)))
        {
            return SendResult.QueueFull;
        }

        Tools.Answer(result.CallId);
        OnToolsChanged();
        Turns.ExpectAnswer();
        return SendResult.Accepted;
    }

    public void OnToolsChanged() => _holdsAudio = !settings.AudioDuringToolCalls && Tools.IsAnyOpen;

    /// <summary>A turn is over for Gemini, by itself or cut.</summary>
    public void OnTurnComplete()
    {
        Turns.Complete();
        UserTranscript.Finish();
        SendNotes();
    }

    public void OnGoAway(TimeSpan timeLeft)
    {
        GoesAway = true;
        Outbox.Add(new AgentEvent.GoingAway(timeLeft));
    }

    private void SendNotes()
    {
        if (!Turns.IsActive && _notes.Take() is { Count: > 0 } notes)
        {
            Send(ClientMessages.Contents(notes, isComplete: false));
        }
    }
}
