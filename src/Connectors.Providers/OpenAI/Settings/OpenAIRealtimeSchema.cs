namespace Connectors.Providers.OpenAI.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="OpenAIRealtimeSettings"/> together.</summary>
internal static class OpenAIRealtimeSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "OpenAI Realtime",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "model": { "type": "string", "default": "gpt-realtime", "description": "A realtime model." },
            "voice": {
              "type": "string", "default": "alloy",
              "enum": ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "shimmer", "sage", "verse", "marin", "cedar"]
            },
            "instructions": { "type": ["string", "null"], "description": "The prompt; {{name}} is replaced by a dynamic variable." },
            "temperature": { "type": ["number", "null"], "minimum": 0.6, "maximum": 1.2, "description": "Accepted and ignored." },
            "speed": { "type": ["number", "null"], "minimum": 0.25, "maximum": 1.5 },
            "transcription": {
              "type": "object",
              "additionalProperties": false,
              "description": "Transcript of the user.",
              "properties": {
                "enabled": { "type": "boolean", "default": true },
                "model": { "type": "string", "default": "gpt-4o-mini-transcribe" },
                "language": { "type": ["string", "null"], "description": "ISO 639-1" },
                "prompt": { "type": ["string", "null"] }
              }
            },
            "noiseReduction": { "enum": ["near_field", "far_field", null] },
            "turnDetection": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "type": { "enum": ["server_vad", "semantic_vad", "none"], "default": "server_vad" },
                "threshold": { "type": ["number", "null"], "minimum": 0, "maximum": 1 },
                "prefixPaddingMs": { "type": ["integer", "null"], "minimum": 0, "maximum": 5000 },
                "silenceDurationMs": { "type": ["integer", "null"], "minimum": 0, "maximum": 10000 },
                "idleTimeoutMs": { "type": ["integer", "null"], "minimum": 5000, "maximum": 30000 },
                "eagerness": { "enum": ["low", "medium", "high", "auto", null] },
                "createResponse": { "type": "boolean", "default": true },
                "interruptResponse": { "type": "boolean", "default": true }
              }
            },
            "tools": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": false,
                "properties": {
                  "name": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" },
                  "description": { "type": ["string", "null"] },
                  "parameters": { "type": "object", "description": "JSON Schema of the arguments." }
                }
              }
            },
            "greeting": { "type": ["string", "null"], "description": "Instruction for the agent's first turn." },
            "maxOutputTokens": { "type": ["integer", "null"], "minimum": 1, "maximum": 4096 },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://api.openai.com" }
          }
        }
        """;
}
