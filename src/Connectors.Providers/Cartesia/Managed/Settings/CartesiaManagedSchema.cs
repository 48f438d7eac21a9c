namespace Connectors.Providers.Cartesia.Managed.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="CartesiaManagedSettings"/> together.</summary>
internal static class CartesiaManagedSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Cartesia Managed Agents (experimental)",
          "type": "object",
          "required": ["agentId"],
          "additionalProperties": false,
          "properties": {
            "agentId": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$", "description": "The agent at Cartesia." },
            "dynamicVariables": {
              "type": "object",
              "maxProperties": 64,
              "propertyNames": { "pattern": "^(?!system__|secret__)[A-Za-z0-9_]{1,64}$" },
              "additionalProperties": { "type": ["string", "number", "boolean"] },
              "description": "Values for {{name}} in the agent's instructions and welcome message; a session's come before them."
            },
            "audioFormat": {
              "enum": ["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100", null],
              "description": "Format of both directions; left out, the avatar's."
            },
            "outputDelivery": {
              "enum": ["as_available", "speaking_pace", null],
              "description": "How the agent's audio comes; left out, as_available. An agent with a background sound needs speaking_pace."
            },
            "connectionLimitMinutes": {
              "type": ["integer", "null"],
              "minimum": 1,
              "maximum": 1440,
              "description": "Longest life of a connection, if your account has such a limit; it is renewed between turns before."
            },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://api.cartesia.ai" }
          }
        }
        """;
}
