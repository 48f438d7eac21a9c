using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Connectors.Core.Sessions;
using Names = Connectors.Core.Rooms.Messages.MessageNames;

namespace Connectors.Core.Rooms.Messages;

/// <summary>
/// Writes what we say in a room, each message at most <see cref="RoomLimits.DataBytes"/> of UTF-8 JSON, appended to the
/// caller's buffer. The envelope is the web SDK's: <c>event_id</c>, <c>event_type</c>, <c>session_id</c>,
/// <c>source_event_id</c>, further members beside them. One writer serves one session; it is not thread-safe and allocates
/// nothing.
/// </summary>
/// <param name="sessionId">The session's id as the page knows it; at most 128 characters.</param>
public sealed class RoomMessageWriter(string sessionId) : IDisposable
{
    // More than names, punctuation, event id and event type of any message; the tests fill packets to the brim.
    private const int EnvelopeBytes = 256;

    // What people read is cut here, far below the limit whatever is escaped.
    private const int MessageBytes = 2_000;

    private readonly JsonEncodedText _sessionId = JsonEncodedText.Encode(sessionId, TextFit.Encoder);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = TextFit.Encoder });

    /// <summary>An event that is nothing but its name, for <see cref="RoomTopics.Response"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="signal">The event.</param>
    /// <param name="sourceEventId">What it answers, or null.</param>
    public void WriteSignal(IBufferWriter<byte> output, RoomSignal signal, string? sourceEventId)
    {
        Begin(output, Names.Of(signal), sourceEventId);
        Complete();
    }

    /// <summary>
    /// As much of a text as one message holds, for <see cref="RoomTopics.Response"/>; the caller goes on with the rest:
    /// <code>
    /// do { rest = rest[writer.WriteText(buffer, kind, rest, source)..]; Send(buffer); } while (!rest.IsEmpty);
    /// </code>
    /// </summary>
    /// <remarks>
    /// The parts of a <c>.chunk</c> are chunks themselves: pages append them. A whole text is sent as several
    /// <c>transcription</c> events, because the web SDK hands each to the page as an event of its own and a page lists
    /// them: nothing is lost, and no page that ignores chunks misses the rest. All but the last part carry
    /// <c>"continues": true</c>, which the web SDK takes out. The parts put together are the text.
    /// </remarks>
    /// <param name="output">Where to.</param>
    /// <param name="kind">Whose text, and whether it is whole.</param>
    /// <param name="text">The text; an empty one is written too.</param>
    /// <param name="sourceEventId">What it answers, or null.</param>
    /// <returns>How many characters of the text were written.</returns>
    public int WriteText(IBufferWriter<byte> output, RoomTextKind kind, ReadOnlySpan<char> text, string? sourceEventId)
    {
        var length = TextFit.Length(text, RoomLimits.DataBytes - EnvelopeSize(sourceEventId));
        Begin(output, Names.Of(kind), sourceEventId);
        _json.WriteString(Names.Text, text[..length]);
        if (length < text.Length && kind is RoomTextKind.UserTranscription or RoomTextKind.AvatarTranscription)
        {
            _json.WriteBoolean(Names.Continues, true);
        }

        Complete();
        return length;
    }

    /// <summary>
    /// A message of the agent in its provider's language, for <see cref="RoomTopics.Response"/>. It is never cut: half a
    /// tool call is none, so one that doesn't fit has to be answered as an error instead.
    /// </summary>
    /// <param name="output">Where to; untouched unless the result is <see cref="RoomWriteResult.Written"/>.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="json">The message's members: a UTF-8 JSON object.</param>
    /// <param name="sourceEventId">What it answers, or null.</param>
    public RoomWriteResult WriteAgentEvent(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> json, string? sourceEventId)
    {
        if (EnvelopeSize(sourceEventId) + TextFit.Bytes(type) + json.Length > RoomLimits.DataBytes)
        {
            return RoomWriteResult.TooLarge;
        }

        if (!IsObject(json))
        {
            return RoomWriteResult.NotAnObject;
        }

        Begin(output, Names.AgentEvent, sourceEventId);
        _json.WriteString(Names.AgentEventType, type);
        _json.WritePropertyName(Names.Data);
        _json.WriteRawValue(json, skipInputValidation: true);
        Complete();
        return RoomWriteResult.Written;
    }

    /// <summary>
    /// The end, for <see cref="RoomTopics.Response"/>: the last message of a session. The web SDK reads <c>stop_reason</c>,
    /// LiveAvatar's documents say <c>end_reason</c>: both are there.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="end">How the session ended.</param>
    /// <param name="sourceEventId">The command that ended it, or null.</param>
    public void WriteSessionStopped(IBufferWriter<byte> output, SessionEnd end, string? sourceEventId)
    {
        Begin(output, Names.SessionStopped, sourceEventId);
        _json.WriteString(Names.StopReason, end.AvatarReason);
        _json.WriteString(Names.EndReason, end.AvatarReason);
        Complete();
    }

    /// <summary>The answer to a command that is carried out, for <see cref="RoomTopics.Connectors"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="command">The command.</param>
    public void WriteAccepted(IBufferWriter<byte> output, RoomCommand command)
    {
        Begin(output, Names.CommandResult, command.EventId);
        _json.WriteString(Names.Command, command.Name);
        _json.WriteBoolean(Names.Accepted, true);
        Complete();
    }

    /// <summary>The answer to a command that is not carried out, for <see cref="RoomTopics.Connectors"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rejection">Why not.</param>
    public void WriteRejected(IBufferWriter<byte> output, CommandRejection rejection)
    {
        Begin(output, Names.CommandResult, rejection.EventId);
        if (rejection.Command is { } command)
        {
            _json.WriteString(Names.Command, command);
        }

        _json.WriteBoolean(Names.Accepted, false);
        _json.WriteString(Names.Reason, rejection.Reason);
        WriteMessage(rejection.Message);
        Complete();
    }

    /// <summary>Where the session stands, for <see cref="RoomTopics.Connectors"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="state">The session's state.</param>
    /// <param name="isReconnecting">Whether agent, avatar or room are being brought back.</param>
    /// <param name="agent">What the agent does, or null where there is none.</param>
    /// <param name="end">How the session ended, once that is known.</param>
    public void WriteState(IBufferWriter<byte> output, SessionState state, bool isReconnecting, AgentState? agent, SessionEnd? end)
    {
        Begin(output, Names.SessionState, null);
        _json.WriteString(Names.State, Names.Of(state));
        _json.WriteBoolean(Names.Reconnecting, isReconnecting);
        if (agent is { } agentState)
        {
            _json.WriteString(Names.AgentState, Names.Of(agentState));
        }

        if (end is not null)
        {
            _json.WriteStartObject(Names.End);
            _json.WriteString(Names.Result, Names.Of(end.Result));
            _json.WriteString(Names.EndedBy, Names.Of(end.EndedBy));
            _json.WriteString(Names.Reason, end.Reason);
            _json.WriteEndObject();
        }

        Complete();
    }

    /// <summary>Something that the page's maker should know, for <see cref="RoomTopics.Connectors"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="code">Kebab-case, stable.</param>
    /// <param name="message">For people; without personal data. Cut at 2,000 bytes.</param>
    public void WriteWarning(IBufferWriter<byte> output, string code, string message)
    {
        Begin(output, Names.Warning, null);
        _json.WriteString(Names.Code, code);
        WriteMessage(message);
        Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return Utf8.IsValid(json)
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // An id nobody of ours would make is left out rather than carried along.
    private static string? Bounded(string? id) => id?.Length > RoomLimits.EventIdLength ? null : id;

    private int EnvelopeSize(string? sourceEventId) =>
        EnvelopeBytes + _sessionId.EncodedUtf8Bytes.Length + TextFit.Bytes(Bounded(sourceEventId));

    private void Begin(IBufferWriter<byte> output, JsonEncodedText type, string? sourceEventId)
    {
        _json.Reset(output);
        _json.WriteStartObject();

        // LiveAvatar's ids are UUIDs of version 4.
        _json.WriteString(Names.EventId, Guid.NewGuid());
        _json.WriteString(Names.EventType, type);
        _json.WriteString(Names.SessionId, _sessionId);
        if (Bounded(sourceEventId) is { } source)
        {
            _json.WriteString(Names.SourceEventId, source);
        }
        else
        {
            _json.WriteNull(Names.SourceEventId);
        }
    }

    private void WriteMessage(string message) =>
        _json.WriteString(Names.Message, message.AsSpan()[..TextFit.Length(message, MessageBytes)]);

    private void Complete()
    {
        _json.WriteEndObject();
        _json.Flush();
    }
}
