using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Cartesia.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Dialog;

/// <summary>
/// The state of one call and the rules by which it changes. No socket and no lock: its owner sends what it hands out, delivers
/// <see cref="Outbox"/>, and guards it.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="pause">Silence that parts two turns of the agent.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(TimeProvider time, TimeSpan pause, Func<MessageBuffer, bool> send) : IDialog
{
    private volatile bool _isReady;
    private string _streamId = string.Empty;

    /// <inheritdoc/>
    public List<AgentEvent> Outbox { get; } = [];

    /// <summary>The agent's turns.</summary>
    public TurnBook Turns => field ??= new(Outbox, time, pause);

    /// <inheritdoc/>
    public bool IsReady => _isReady;

    /// <inheritdoc/>
    public AgentEvent.Closed? Ending { get; private set; }

    /// <summary>Format of both directions; known when ready.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>How messages with audio begin; there when ready.</summary>
    public byte[] MediaPrefix { get; private set; } = [];

    public bool Send(MessageBuffer message) => send(message);

    /// <inheritdoc/>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    /// <inheritdoc/>
    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    /// <summary>The call has begun.</summary>
    /// <param name="streamId">The call's id, which every message repeats.</param>
    /// <param name="format">Format of both directions.</param>
    public void Begin(string streamId, AudioFormat format)
    {
        _streamId = streamId;
        Format = format;
        MediaPrefix = ClientMessages.MediaPrefix(streamId);
        _isReady = true;
        Outbox.Insert(0, new AgentEvent.Ready(streamId, format, format, CartesiaLineConnector.Capabilities));
    }

    /// <summary>Tells the agent's code something of its author's making.</summary>
    public SendResult SendCustom(JsonElement metadata) =>
        Send(ClientMessages.Custom(_streamId, metadata)) ? SendResult.Accepted : SendResult.QueueFull;

    /// <summary>Presses a key.</summary>
    public SendResult SendDtmf(string digit) =>
        Send(ClientMessages.Dtmf(_streamId, digit)) ? SendResult.Accepted : SendResult.QueueFull;
}
