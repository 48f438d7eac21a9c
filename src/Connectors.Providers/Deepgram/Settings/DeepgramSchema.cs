namespace Connectors.Providers.Deepgram.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="DeepgramSettings"/> together.</summary>
internal static class DeepgramSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Deepgram Voice Agent",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "instructions": { "type": ["string", "null"], "description": "The prompt; {{name}} is replaced by a dynamic variable." },
            "greeting": { "type": ["string", "null"], "description": "What the agent says first, word for word." },
            "language": { "type": ["string", "null"], "description": "Such as de; left out, English." },
            "voice": { "type": "string", "default": "aura-2-thalia-en", "description": "A voice of Deepgram's." },
            "listen": {
              "type": "object",
              "additionalProperties": false,
              "description": "How the user is heard.",
              "properties": {
                "model": { "type": "string", "default": "nova-3", "description": "Such as nova-3 or flux-general-en." },
                "keyterms": { "type": "array", "maxItems": 100, "items": { "type": "string" }, "description": "Words to expect." },
                "smartFormat": { "type": ["boolean", "null"], "description": "Not with Flux models." },
                "eotThreshold": { "type": ["number", "null"], "minimum": 0.5, "maximum": 0.9, "description": "Flux models only." },
                "eagerEotThreshold": { "type": ["number", "null"], "minimum": 0.3, "maximum": 0.9, "description": "Flux models only." },
                "eotTimeoutMs": { "type": ["integer", "null"], "minimum": 500, "maximum": 10000, "description": "Flux models only." },
                "languageHints": { "type": "array", "maxItems": 20, "items": { "type": "string" }, "description": "Flux models only." }
              }
            },
            "think": {
              "type": "object",
              "additionalProperties": false,
              "description": "The language model that answers.",
              "properties": {
                "provider": { "enum": ["open_ai", "anthropic", "google"], "default": "open_ai" },
                "model": { "type": "string", "default": "gpt-4o-mini", "description": "A model that Deepgram offers." },
                "temperature": { "type": ["number", "null"], "minimum": 0, "maximum": 2 }
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
            "tags": { "type": "array", "maxItems": 20, "items": { "type": "string" }, "description": "Labels in Deepgram's usage." },
            "mipOptOut": { "type": "boolean", "default": false, "description": "Deepgram may not learn from the conversation." },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://agent.deepgram.com" }
          }
        }
        """;
}
