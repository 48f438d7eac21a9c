using System.Buffers;
using System.Text.Json;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>Says what happens to everyone in the room, in the words that LiveAvatar's web SDK reads.</summary>
internal sealed class RoomVoice(BridgeContext context, Func<RoomSide?> room) : IDisposable
{
    /// <summary>Type of the message that has a tool call; the page knows it from every agent.</summary>
    public const string ToolCallType = "client_tool_call";

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly RoomMessageWriter _writer = new(context.Session.Id);
    private readonly RoomPost _post = new(room);

    /// <summary>Messages that the room did not take.</summary>
    public long Unsent => _post.Lost;

    public void Signal(RoomSignal signal)
    {
        _writer.WriteSignal(Fresh(), signal, null);
        Send(RoomTopics.Response);
    }

    public void Text(RoomTextKind kind, string text)
    {
        var rest = text.AsSpan();
        do
        {
            rest = rest[_writer.WriteText(Fresh(), kind, rest, null)..];
            Send(RoomTopics.Response);
        }
        while (!rest.IsEmpty);
    }

    /// <summary>Passes a provider's own message on; one that is too large is left out, and said so.</summary>
    public void PassOn(AgentEvent.Raw raw)
    {
        var result = _writer.WriteAgentEvent(Fresh(), raw.Type, raw.Json.Span, null);
        if (result == RoomWriteResult.Written)
        {
            Send(RoomTopics.Response);
        }
        else
        {
            Warn("message-not-passed-on", "A message of the agent is too large for the room, or malformed, and was not passed on.");
        }
    }

    /// <summary>Gives a tool call to the user's page, in the one form that the web SDK knows.</summary>
    /// <param name="call">The call.</param>
    public RoomWriteResult SendToolCall(AgentEvent.ToolCall call)
    {
        var json = new ArrayBufferWriter<byte>(256 + call.ArgumentsJson.Length);
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(ToolCallType);
            writer.WriteString("tool_name"u8, call.Name);
            writer.WriteString("tool_call_id"u8, call.CallId);
            writer.WritePropertyName("parameters"u8);
            writer.WriteRawValue(call.ArgumentsJson, skipInputValidation: true);
            writer.WriteBoolean("expects_response"u8, call.ExpectsResult);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        // What the agent sent as arguments is validated here, as part of the whole.
        var result = _writer.WriteAgentEvent(Fresh(), ToolCallType, json.WrittenSpan, null);
        if (result == RoomWriteResult.Written)
        {
            Send(RoomTopics.Response);
        }

        return result;
    }

    public void Answer(RoomCommand command, CommandOutcome outcome)
    {
        if (outcome.IsAccepted)
        {
            _writer.WriteAccepted(Fresh(), command);
            Send(RoomTopics.Connectors);
        }
        else
        {
            Reject(CommandRejection.Of(command, outcome.Reason!, outcome.Message!));
        }
    }

    public void Reject(CommandRejection rejection)
    {
        _writer.WriteRejected(Fresh(), rejection);
        Send(RoomTopics.Connectors);
    }

    public void State(SessionState state, bool isReconnecting, AgentState? agent, SessionEnd? end)
    {
        _writer.WriteState(Fresh(), state, isReconnecting, agent, end);
        Send(RoomTopics.Connectors);
    }

    public void Warn(string code, string message)
    {
        context.Warn(code, message);
        _writer.WriteWarning(Fresh(), code, message);
        Send(RoomTopics.Connectors);
    }

    public void Stopped(SessionEnd end)
    {
        _writer.WriteSessionStopped(Fresh(), end, null);
        Send(RoomTopics.Response);
    }

    /// <summary>The room is joined, or still is: what was said before is told.</summary>
    public void Deliver() => _post.Deliver();

    public void Dispose() => _writer.Dispose();

    private ArrayBufferWriter<byte> Fresh()
    {
        _buffer.ResetWrittenCount();
        return _buffer;
    }

    private void Send(string topic) => _post.Send(topic, _buffer.WrittenSpan);
}
