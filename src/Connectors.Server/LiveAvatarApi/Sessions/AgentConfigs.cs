using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>The agents' configs of a token request (facts/liveavatar.md §1.4), as settings of our connectors.</summary>
internal static class AgentConfigs
{
    /// <summary>The configs, with the name by which the web SDK knows their agents; null: it doesn't know them.</summary>
    public static IReadOnlyDictionary<string, string?> Known { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["elevenlabs_agent_config"] = "ELEVENLABS_AGENT",
        ["openai_realtime_config"] = "OPENAI_REALTIME",
        ["gemini_realtime_config"] = "GEMINI_REALTIME",
        ["cartesia_agent_config"] = null,
    };

    /// <summary>Which config a connector's agent would have been given by; null: none.</summary>
    /// <param name="connectorId">Id of the connector.</param>
    public static string? NameFor(string connectorId) => connectorId switch
    {
        "elevenlabs" => "elevenlabs_agent_config",
        "openai-realtime" => "openai_realtime_config",
        "gemini-live" => "gemini_realtime_config",
        "cartesia-line" => "cartesia_agent_config",
        _ => null,
    };

    /// <summary>Reads a config.</summary>
    /// <param name="name">One of <see cref="Known"/>.</param>
    /// <param name="config">Its members.</param>
    public static PreparedAgent Read(string name, RequestFields config) => name switch
    {
        "elevenlabs_agent_config" => new("elevenlabs", SecretId(config), ElevenLabs(config)),
        "cartesia_agent_config" => new("cartesia-line", SecretId(config), Element(new() { ["agentId"] = AgentId(config) })),
        "gemini_realtime_config" => new(
            "gemini-live", SecretId(config), Realtime(config, leastTemperature: 0, mostTemperature: 2), config.Id("context_id")),
        _ => new(
            "openai-realtime", SecretId(config), Realtime(config, leastTemperature: 0.6, mostTemperature: 1.2), config.Id("context_id")),
    };

    private static string SecretId(RequestFields config) => config.Id("secret_id", required: true) ?? string.Empty;

    private static string? AgentId(RequestFields config) => config.Text("agent_id", required: true, longest: 200);

    private static JsonElement ElevenLabs(RequestFields config)
    {
        var settings = new JsonObject { ["agentId"] = AgentId(config) };
        if (config.Text("voice_id", longest: 200) is { } voice)
        {
            settings["voiceId"] = voice;
        }

        if (config.Values("dynamic_variables") is { } variables)
        {
            settings["dynamicVariables"] = JsonObject.Create(variables);
        }

        return Element(settings);
    }

    private static JsonElement Realtime(RequestFields config, double leastTemperature, double mostTemperature)
    {
        var settings = new JsonObject();
        if (config.Text("model", longest: 100) is { } model)
        {
            settings["model"] = model;
        }

        if (config.Text("voice", longest: 100) is { } voice)
        {
            settings["voice"] = voice;
        }

        if (config.Number("temperature", leastTemperature, mostTemperature) is { } temperature)
        {
            settings["temperature"] = temperature;
        }

        return Element(settings);
    }

    private static JsonElement Element(JsonObject settings)
    {
        using var document = JsonDocument.Parse(settings.ToJsonString());
        return document.RootElement.Clone();
    }
}
