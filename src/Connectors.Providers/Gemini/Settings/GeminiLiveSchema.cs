namespace Connectors.Providers.Gemini.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="GeminiLiveSettings"/> together.</summary>
internal static class GeminiLiveSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Gemini Live",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "model": { "type": "string", "default": "gemini-3.1-flash-live-preview", "description": "A model of the Live API." },
            "voice": { "type": "string", "default": "Puck", "description": "A prebuilt voice, such as Puck, Charon, Kore or Aoede." },
            "instructions": { "type": ["string", "null"], "description": "The prompt; {{name}} is replaced by a dynamic variable." },
            "language": { "type": ["string", "null"], "description": "BCP 47, such as de-DE; left out, the model chooses." },
            "temperature": { "type": ["number", "null"], "minimum": 0, "maximum": 2 },
            "maxOutputTokens": { "type": ["integer", "null"], "minimum": 1, "maximum": 65536 },
            "greeting": { "type": ["string", "null"], "description": "Instruction for the agent's first turn." },
            "transcription": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "user": { "type": "boolean", "default": true },
                "agent": { "type": "boolean", "default": true }
              }
            },
            "turnDetection": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "automatic": { "type": "boolean", "default": true, "description": "Off, the page marks the user's turns." },
                "startSensitivity": { "enum": ["high", "low", null] },
                "endSensitivity": { "enum": ["high", "low", null] },
                "prefixPaddingMs": { "type": ["integer", "null"], "minimum": 0, "maximum": 5000 },
                "silenceDurationMs": { "type": ["integer", "null"], "minimum": 0, "maximum": 10000 },
                "interrupts": { "type": "boolean", "default": true, "description": "Whether the user's voice stops the agent." }
              }
            },
            "compressContext": { "type": "boolean", "default": true, "description": "Without it a conversation ends after 15 minutes." },
            "tools": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": false,
                "properties": {
                  "name": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" },
                  "description": { "type": ["string", "null"] },
                  "parameters": { "type": "object", "description": "Schema of the arguments, as Gemini's function declarations have it." }
                }
              }
            },
            "googleSearch": { "type": "boolean", "default": false },
            "audioDuringToolCalls": {
              "type": "boolean", "default": true,
              "description": "Some models end the conversation if the user is heard while a tool call waits."
            },
            "textInput": { "enum": ["auto", "realtime", "content"], "default": "auto", "description": "How the model takes text." },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://generativelanguage.googleapis.com" }
          }
        }
        """;
}
