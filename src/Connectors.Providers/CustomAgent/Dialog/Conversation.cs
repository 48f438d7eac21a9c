using System.Globalization;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.CustomAgent.Wire;
using Connectors.Transport;

namespace Connectors.Providers.CustomAgent.Dialog;

/// <summary>
/// The state of one conversation. No socket and no lock: its owner sends what it hands out, delivers <see cref="Outbox"/>, and
/// guards it.
/// </summary>
/// <param name="input">Format in which we would like to send.</param>
/// <param name="output">Format in which we would like to receive.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(AudioFormat input, AudioFormat output, Func<MessageBuffer, bool> send) : IDialog
{
    private volatile bool _isReady;
    private long _utterance;

    /// <summary>Events for the listener, in order. Those of a host's call leave with the next message of the agent.</summary>
    public List<AgentEvent> Outbox { get; } = [];

    public TurnBook Turns => field ??= new(Outbox);

    public ToolCalls Tools => field ??= new(Outbox);

    /// <summary>Format of the user's audio.</summary>
    public AudioFormat Input { get; private set; } = input;

    /// <summary>What the agent can do; nothing before it is ready.</summary>
    public AgentCapabilities Capabilities { get; private set; } = new();

    /// <summary>Whether the host may send.</summary>
    public bool IsReady => _isReady;

    /// <summary>Why the conversation must end, once that is known.</summary>
    public AgentEvent.Closed? Ending { get; private set; }

    /// <summary>The conversation must end; the first reason counts.</summary>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    /// <summary>The agent is ready, if it says so as it must.</summary>
    public void Begin(AgentMessage message)
    {
        if (_isReady)
        {
            message.Refuse("the agent is ready already");
            return;
        }

        var ready = ReadyMessage.Read(message, Input, output);
        if (message.Fault is { } fault)
        {
            End(CustomAgentCloses.BadReady(fault));
            return;
        }

        Input = ready.Input;
        Capabilities = ready.Capabilities;
        Outbox.Insert(0, new AgentEvent.Ready(ready.ConversationId, ready.Input, ready.Output, ready.Capabilities));
        _isReady = true;
    }

    /// <summary>Sends a message, if the agent takes such.</summary>
    public SendResult Send(bool isSupported, Func<MessageBuffer> message) =>
        !isSupported ? SendResult.NotSupported : send(message()) ? SendResult.Accepted : SendResult.QueueFull;

    public SendResult AddToolResult(ToolResult result)
    {
        if (!Capabilities.Tools)
        {
            return SendResult.NotSupported;
        }

        if (!Tools.IsOpen(result.CallId))
        {
            return SendResult.UnknownCall;
        }

        var sent = Send(isSupported: true, () => HostMessages.ToolResult(result));
        if (sent == SendResult.Accepted)
        {
            Tools.Answer(result.CallId);
        }

        return sent;
    }

    /// <summary>What the user said. An agent that doesn't name utterances has one after the other.</summary>
    public void AddUserText(string? itemId, string text, bool isFinal)
    {
        Outbox.Add(new AgentEvent.UserText(itemId ?? string.Create(CultureInfo.InvariantCulture, $"user_{_utterance + 1}"), text, isFinal));
        _utterance += itemId is null && isFinal ? 1 : 0;
    }
}
