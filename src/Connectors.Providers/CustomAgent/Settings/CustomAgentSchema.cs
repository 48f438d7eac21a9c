namespace Connectors.Providers.CustomAgent.Settings;

/// <summary>The settings as JSON Schema; a test holds it and <see cref="CustomAgentSettings"/> together.</summary>
internal static class CustomAgentSchema
{
    public const string Text =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Custom agent",
          "type": "object",
          "additionalProperties": false,
          "required": ["url"],
          "properties": {
            "url": { "type": "string", "format": "uri", "maxLength": 2048, "description": "Such as wss://agent.example.com/talk." },
            "parameters": { "type": "object", "description": "Passed on to the agent as it is; no place for secrets." }
          }
        }
        """;
}
