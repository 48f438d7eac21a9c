using System.Text.Json.Serialization;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>
/// Settings of a voice agent at OpenAI Realtime, as its tenant writes them. With setters, because generated readers keep only
/// their defaults.
/// </summary>
internal sealed class OpenAIRealtimeSettings
{
    /// <summary>A realtime model.</summary>
    public string Model { get; set; } = "gpt-realtime";

    /// <summary>One of <see cref="OpenAIRealtimeNames.Voices"/>.</summary>
    public string Voice { get; set; } = "alloy";

    /// <summary>The prompt; <c>{{name}}</c> is replaced by a dynamic variable. Null leaves OpenAI's own.</summary>
    public string? Instructions { get; set; }

    /// <summary>0.6 to 1.2. Accepted because LiveAvatar's configuration has it; realtime sessions no longer do.</summary>
    public double? Temperature { get; set; }

    /// <summary>0.25 to 1.5; null leaves OpenAI's own (1).</summary>
    public double? Speed { get; set; }

    /// <summary>Transcript of the user.</summary>
    public TranscriptionSettings Transcription { get; set; } = new();

    /// <summary><c>near_field</c>, <c>far_field</c>, or null for none.</summary>
    public string? NoiseReduction { get; set; }

    /// <summary>How OpenAI hears the user's turns.</summary>
    public TurnDetectionSettings TurnDetection { get; set; } = new();

    /// <summary>Functions that the agent may call.</summary>
    public IReadOnlyList<ToolSettings> Tools { get; set; } = [];

    /// <summary>Instruction for the first turn; null leaves the first turn to the user.</summary>
    public string? Greeting { get; set; }

    /// <summary>1 to 4096 a response; null for no limit.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>Host of the API, such as <c>https://api.openai.com</c>.</summary>
    public string BaseUrl { get; set; } = OpenAIRealtimeNames.DefaultBaseUrl;

    /// <summary>Address of the API's first version; valid settings only.</summary>
    [JsonIgnore]
    public Uri ApiAddress => new(new Uri(BaseUrl), "/v1/");
}
