using System.Globalization;
using System.Text;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Cartesia.Managed.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>
/// The state of one conversation and the rules by which it changes. No socket and no lock: its owner sends what it hands out,
/// delivers <see cref="Outbox"/>, and guards it.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message; false if the queue is full.</param>
internal sealed class Conversation(TimeProvider time, Func<MessageBuffer, bool> send) : IDialog
{
    // Cartesia puts an error in the place of a longer one (its AsyncAPI of 2026-08-14, "client_tool_result").
    private const int LongestResult = 4_096;

    private const byte MuLawSilence = 0xff;

    private volatile bool _isReady;
    private bool _userSpeaks;
    private long _utterances;

    /// <inheritdoc/>
    public List<AgentEvent> Outbox { get; } = [];

    /// <summary>The agent's turns.</summary>
    public TurnBook Turns => field ??= new(Outbox, time);

    /// <summary>The agent's tool calls.</summary>
    public ToolCalls Tools => field ??= new(Outbox);

    /// <inheritdoc/>
    public bool IsReady => _isReady;

    /// <inheritdoc/>
    public AgentEvent.Closed? Ending { get; private set; }

    /// <summary>Format of both directions; known when ready.</summary>
    public AudioFormat Format { get; private set; }

    /// <inheritdoc/>
    public void End(AgentEvent.Closed reason) => Ending ??= reason;

    /// <inheritdoc/>
    public void Warn(string code, string message) => Outbox.Add(new AgentEvent.Warning(code, message));

    public SendResult Send(MessageBuffer message) => send(message) ? SendResult.Accepted : SendResult.QueueFull;

    /// <summary>The conversation has begun.</summary>
    /// <param name="callId">Cartesia's id of it.</param>
    /// <param name="format">Format of both directions.</param>
    /// <param name="capabilities">What it can do.</param>
    public void Begin(string callId, AudioFormat format, AgentCapabilities capabilities)
    {
        Format = format;
        _isReady = true;
        Outbox.Insert(0, new AgentEvent.Ready(callId, format, format, capabilities));
    }

    /// <summary>A moment of silence, to be sent as the user's audio.</summary>
    public MessageBuffer SilenceOf(TimeSpan time)
    {
        var silence = new byte[Format.BytesOf(time)];
        silence.AsSpan().Fill(Format.Encoding == AudioEncoding.MuLaw ? MuLawSilence : (byte)0);
        return ClientMessages.Audio(silence, Format);
    }

    public SendResult AddToolResult(ToolResult result)
    {
        if (!Tools.IsOpen(result.CallId))
        {
            return SendResult.UnknownCall;
        }

        var isTooLong = Encoding.UTF8.GetByteCount(result.Result) > LongestResult;
        var sent = Send(ClientMessages.ToolResult(isTooLong
            ? new(result.CallId, "The tool's result was too long to be told.", IsError: true)
            : result));
        if (sent == SendResult.Accepted)
        {
            Tools.Answer(result.CallId);
            if (isTooLong)
            {
                Warn("tool-result-too-long", "A tool's result had more than the 4,096 bytes that Cartesia takes; the agent was told that.");
            }
        }

        return sent;
    }

    /// <summary>The user begins to speak.</summary>
    public void OnUserStarted()
    {
        if (!_userSpeaks)
        {
            _userSpeaks = true;
            Outbox.Add(new AgentEvent.UserSpeechStarted());
        }
    }

    /// <summary>The user's turn is over and understood, as nothing perhaps: it was a noise.</summary>
    /// <param name="turn">Cartesia's number of it.</param>
    /// <param name="text">What was said.</param>
    public void OnUserEnded(long? turn, string? text)
    {
        if (_userSpeaks)
        {
            _userSpeaks = false;
            Outbox.Add(new AgentEvent.UserSpeechStopped());
        }

        Turns.ExpectAnswer();
        if (!string.IsNullOrWhiteSpace(text))
        {
            var item = turn is { } number ? $"turn_{number.ToString(CultureInfo.InvariantCulture)}"
                : $"user_{(++_utterances).ToString(CultureInfo.InvariantCulture)}";
            Outbox.Add(new AgentEvent.UserText(item, text, IsFinal: true));
        }
    }
}
