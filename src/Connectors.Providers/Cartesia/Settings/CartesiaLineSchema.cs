namespace Connectors.Providers.Cartesia.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="CartesiaLineSettings"/> together.</summary>
internal static class CartesiaLineSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Cartesia Line",
          "type": "object",
          "required": ["agentId"],
          "additionalProperties": false,
          "properties": {
            "agentId": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$", "description": "The agent at Cartesia." },
            "voiceId": { "type": ["string", "null"], "description": "A voice of Cartesia's, in place of the agent's." },
            "systemPrompt": {
              "type": ["string", "null"],
              "description": "For agents whose code takes it from the call; {{name}} is replaced by a dynamic variable."
            },
            "introduction": { "type": ["string", "null"], "description": "What the agent says first, likewise." },
            "audioFormat": { "enum": ["pcm_16000", "pcm_24000", "pcm_44100", null], "description": "Left out, the avatar's." },
            "metadata": {
              "type": "object",
              "additionalProperties": { "type": ["string", "number", "boolean"] },
              "description": "What the agent's code is told of the call, beside the session's dynamic variables."
            },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://api.cartesia.ai" }
          }
        }
        """;
}
