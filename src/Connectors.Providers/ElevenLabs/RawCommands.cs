using System.Text.Json;
using Connectors.Providers.ElevenLabs.Wire;

namespace Connectors.Providers.ElevenLabs;

/// <summary>
/// Which of ElevenLabs' own messages a page may send through us (LiveAvatar's <c>elevenlabs_agent_command</c>, and two more).
/// Each is checked as strictly as ElevenLabs does, which would close the whole conversation over a malformed one.
/// </summary>
internal static class RawCommands
{
    private const int LargestBytes = 256 * 1024;

    /// <summary>Whether a message may pass.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">The message without its type.</param>
    public static SendResult Check(string type, JsonElement data)
    {
        bool? isValid = type switch
        {
            "user_message" or "contextual_update" => data.Text("text") is not null,
            "user_activity" => data.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object,
            "client_tool_result" =>
                data.Text("tool_call_id") is not null && data.Text("result") is not null && data.Flag("is_error") is not null,
            "feedback" => data.Id("event_id") is not null
                && (data.Text("score") is "like" or "dislike" || data.Part("score").ValueKind == JsonValueKind.Null),
            "mcp_tool_approval_result" => data.Text("tool_call_id") is not null && data.Flag("is_approved") is not null,
            _ => null,
        };
        return isValid switch
        {
            null => SendResult.NotSupported,
            true when data.ValueKind != JsonValueKind.Object || data.GetRawText().Length <= LargestBytes => SendResult.Accepted,
            _ => SendResult.Invalid,
        };
    }
}
