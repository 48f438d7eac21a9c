using System.Text.Json;

namespace Connectors.Core.Rooms.Messages;

/// <summary>Names in the room's messages, encoded once.</summary>
internal static class MessageNames
{
    public static readonly JsonEncodedText EventId = JsonEncodedText.Encode("event_id");
    public static readonly JsonEncodedText EventType = JsonEncodedText.Encode("event_type");
    public static readonly JsonEncodedText SessionId = JsonEncodedText.Encode("session_id");
    public static readonly JsonEncodedText SourceEventId = JsonEncodedText.Encode("source_event_id");
    public static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    public static readonly JsonEncodedText Continues = JsonEncodedText.Encode("continues");
    public static readonly JsonEncodedText StopReason = JsonEncodedText.Encode("stop_reason");
    public static readonly JsonEncodedText EndReason = JsonEncodedText.Encode("end_reason");
    public static readonly JsonEncodedText AgentEventType = JsonEncodedText.Encode("elevenlabs_event_type");
    public static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    public static readonly JsonEncodedText Command = JsonEncodedText.Encode("command");
    public static readonly JsonEncodedText Accepted = JsonEncodedText.Encode("accepted");
    public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    public static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    public static readonly JsonEncodedText State = JsonEncodedText.Encode("state");
    public static readonly JsonEncodedText Reconnecting = JsonEncodedText.Encode("reconnecting");
    public static readonly JsonEncodedText AgentState = JsonEncodedText.Encode("agent_state");
    public static readonly JsonEncodedText End = JsonEncodedText.Encode("end");
    public static readonly JsonEncodedText Result = JsonEncodedText.Encode("result");
    public static readonly JsonEncodedText EndedBy = JsonEncodedText.Encode("ended_by");

    public static readonly JsonEncodedText AgentEvent = JsonEncodedText.Encode("elevenlabs_agent_event");
    public static readonly JsonEncodedText SessionStopped = JsonEncodedText.Encode("session.stopped");
    public static readonly JsonEncodedText CommandResult = JsonEncodedText.Encode("command.result");
    public static readonly JsonEncodedText SessionState = JsonEncodedText.Encode("session.state");
    public static readonly JsonEncodedText Warning = JsonEncodedText.Encode("warning");

    private static readonly JsonEncodedText[] Signals = Encode(
        "user.speak_started",
        "user.speak_ended",
        "avatar.speak_started",
        "avatar.speak_ended",
        "user.push_to_talk_started",
        "user.push_to_talk_start_failed",
        "user.push_to_talk_stopped",
        "user.push_to_talk_stop_failed");

    private static readonly JsonEncodedText[] Texts = Encode(
        "user.transcription",
        "user.transcription.chunk",
        "avatar.transcription",
        "avatar.transcription.chunk");

    private static readonly JsonEncodedText[] SessionStates = Encode("starting", "live", "ending", "ended");

    private static readonly JsonEncodedText[] AgentStates = Encode("listening", "thinking", "speaking");

    private static readonly JsonEncodedText[] Results = Encode(
        "completed", "tenant-error", "provider-error", "avatar-error", "server-error", "indeterminate");

    private static readonly JsonEncodedText[] Sides = Encode("user", "agent", "tenant", "avatar", "server");

    public static JsonEncodedText Of(RoomSignal signal) => Signals[(int)signal];

    public static JsonEncodedText Of(RoomTextKind kind) => Texts[(int)kind];

    public static JsonEncodedText Of(Sessions.SessionState state) => SessionStates[(int)state];

    public static JsonEncodedText Of(Sessions.AgentState state) => AgentStates[(int)state];

    public static JsonEncodedText Of(Sessions.SessionResult result) => Results[(int)result];

    public static JsonEncodedText Of(Sessions.EndedBy side) => Sides[(int)side];

    private static JsonEncodedText[] Encode(params string[] names) => [.. names.Select(name => JsonEncodedText.Encode(name))];
}
