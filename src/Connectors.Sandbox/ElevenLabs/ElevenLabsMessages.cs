using System.Text.Json;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The server's messages, as the asyncapi schema of elevenlabs/packages has them.</summary>
internal static class ElevenLabsMessages
{
    public static string Metadata(string conversationId, string input, string output) => Json(new
    {
        type = "conversation_initiation_metadata",
        conversation_initiation_metadata_event = new
        {
            conversation_id = conversationId,
            agent_output_audio_format = output,
            user_input_audio_format = input,
        },
    });

    public static string Audio(long id, ReadOnlySpan<byte> audio) => Json(new
    {
        type = "audio",
        audio_event = new { audio_base_64 = Convert.ToBase64String(audio), event_id = id },
    });

    public static string Ping(long id, long? milliseconds) =>
        Json(new { type = "ping", ping_event = new { event_id = id, ping_ms = milliseconds } });

    public static string Response(long id, string text) => Json(new
    {
        type = "agent_response",
        agent_response_event = new { agent_response = text, event_id = id },
    });

    public static string ResponsePart(long id, string kind, string text) => Json(new
    {
        type = "agent_chat_response_part",
        text_response_part = new { text, type = kind, event_id = id },
    });

    public static string Correction(long id, string original, string corrected) => Json(new
    {
        type = "agent_response_correction",
        agent_response_correction_event = new
        {
            original_agent_response = original,
            corrected_agent_response = corrected,
            event_id = id,
        },
    });

    public static string Complete(long id) =>
        Json(new { type = "agent_response_complete", agent_response_complete_event = new { event_id = id } });

    public static string Interruption(long id) =>
        Json(new { type = "interruption", interruption_event = new { event_id = id, reason = "user" } });

    public static string UserTranscript(long id, string text) => Json(new
    {
        type = "user_transcript",
        user_transcription_event = new { user_transcript = text, event_id = id },
    });

    public static string TentativeTranscript(long id, string text) => Json(new
    {
        type = "tentative_user_transcript",
        tentative_user_transcription_event = new { user_transcript = text, event_id = id },
    });

    public static string ToolCall(long id, string callId, string name, string argumentsJson, bool expectsResult)
    {
        using var arguments = JsonDocument.Parse(argumentsJson);
        return Json(new
        {
            type = "client_tool_call",
            client_tool_call = new
            {
                tool_name = name,
                tool_call_id = callId,
                parameters = arguments.RootElement,
                event_id = id,
                expects_response = expectsResult,
            },
        });
    }

    public static string ToolResponse(long id, string callId, string name, string kind, bool isError) => Json(new
    {
        type = "agent_tool_response",
        agent_tool_response = new
        {
            tool_name = name,
            tool_call_id = callId,
            tool_type = kind,
            is_error = isError,
            is_called = true,
            event_id = id,
        },
    });

    public static string Queue(string status) => Json(new { type = "queue_status", queue_status_event = new { status } });

    public static string Unknown() =>
        Json(new { type = "brand_new_event", brand_new_event = new { anything = Enumerable.Range(1, 3) }, event_id = 7 });

    public static string Huge(int bytes) =>
        Json(new { type = "rich_content", rich_content = new { component = "x", props = new string('x', bytes) } });

    public static string Error(ErrorShape shape, int code, string errorType, string reason) => shape == ErrorShape.Flat
        ? Json(new { type = "error", message = reason, code, error_type = errorType })
        : Json(new { type = "error", error_event = new { code, message = reason, error_type = errorType, reason } });

    /// <summary>The same message with a member that nobody knows.</summary>
    public static string WithUnknownMember(string message) => message[..^1] + ",\"unheard_of\":{\"a\":[null,1.5e3]}}";

    private static string Json<T>(T message) => JsonSerializer.Serialize(message);
}
