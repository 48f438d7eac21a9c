using System.Text.Json.Serialization;

namespace Connectors.Sandbox.Demo;

/// <summary>One turn of the agent, with what the user had said before it.</summary>
internal sealed record DemoTurn(
    [property: JsonPropertyName("user_text")] string? UserText,
    [property: JsonPropertyName("agent_text")] string? AgentText,
    [property: JsonPropertyName("user_end_to_agent_audio_ms")] double? UserEndToAgentAudioMs,
    [property: JsonPropertyName("user_end_to_avatar_speaking_ms")] double? UserEndToAvatarSpeakingMs,
    [property: JsonPropertyName("added_down_ms")] double? AddedDownMs,
    [property: JsonPropertyName("heard_ms")] double HeardMs,
    [property: JsonPropertyName("interrupted")] bool WasInterrupted);
