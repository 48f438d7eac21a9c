using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.ElevenLabs;

/// <summary>A voice agent's settings for ElevenLabs.</summary>
internal sealed record ElevenLabsSettings
{
    /// <summary>Routed to the nearest region. Residency workspaces have hosts of their own, on which alone their keys work.</summary>
    public static readonly Uri DefaultBaseAddress = new("https://api.elevenlabs.io");

    public const string Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "additionalProperties": false,
          "required": ["agentId"],
          "properties": {
            "agentId": { "type": "string", "minLength": 1, "description": "Id of the agent, such as agent_..." },
            "voiceId": { "type": "string", "description": "Other voice; the agent must allow the override" },
            "language": { "type": "string", "description": "ISO 639-1 code; the agent must allow the override" },
            "firstMessage": { "type": "string", "description": "Other greeting; the agent must allow the override" },
            "prompt": { "type": "string", "description": "Other system prompt; the agent must allow the override" },
            "dynamicVariables": {
              "type": "object",
              "description": "Values for {{name}} in prompt, first message and tools",
              "additionalProperties": { "type": ["string", "number", "boolean"] }
            },
            "baseUrl": { "type": "string", "format": "uri", "default": "https://api.elevenlabs.io",
              "description": "Host of the workspace's region, such as https://api.eu.residency.elevenlabs.io" },
            "userId": { "type": "string", "description": "Name of the end user in ElevenLabs' own records" },
            "environment": { "type": "string", "description": "Environment of the agent" },
            "branchId": { "type": "string", "description": "Branch of the agent" }
          }
        }
        """;

    public required string AgentId { get; init; }

    public string? VoiceId { get; init; }

    public string? Language { get; init; }

    public string? FirstMessage { get; init; }

    public string? Prompt { get; init; }

    public IReadOnlyDictionary<string, object> DynamicVariables { get; init; } = new Dictionary<string, object>();

    public Uri BaseAddress { get; init; } = DefaultBaseAddress;

    public string? UserId { get; init; }

    public string? Environment { get; init; }

    public string? BranchId { get; init; }

    public override string ToString() => nameof(ElevenLabsSettings);

    /// <summary>Reads settings and tells everything that is wrong with them.</summary>
    /// <param name="json">The settings.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Empty if all is well.</param>
    public static ElevenLabsSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new StrictSettings(
            json, "agentId", "voiceId", "language", "firstMessage", "prompt", "dynamicVariables", "baseUrl", "userId", "environment",
            "branchId");
        var settings = new ElevenLabsSettings
        {
            AgentId = reader.RequiredText("agentId"),
            VoiceId = reader.Text("voiceId"),
            Language = reader.Text("language"),
            FirstMessage = reader.Text("firstMessage"),
            Prompt = reader.Text("prompt"),
            DynamicVariables = reader.Values("dynamicVariables"),
            BaseAddress = reader.BaseAddress("baseUrl") ?? otherwise,
            UserId = reader.Text("userId"),
            Environment = reader.Text("environment"),
            BranchId = reader.Text("branchId"),
        };
        findings = reader.Findings;
        return settings;
    }
}
