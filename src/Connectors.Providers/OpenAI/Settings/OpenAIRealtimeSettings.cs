namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Settings of a voice agent at OpenAI Realtime, as its tenant writes them.</summary>
internal sealed record OpenAIRealtimeSettings
{
    /// <summary>A realtime model.</summary>
    public string Model { get; init; } = "gpt-realtime";

    /// <summary>One of <see cref="OpenAIRealtimeNames.Voices"/>.</summary>
    public string Voice { get; init; } = "alloy";

    /// <summary>The prompt; <c>{{name}}</c> is replaced by a dynamic variable. Null leaves OpenAI's own.</summary>
    public string? Instructions { get; init; }

    /// <summary>0.6 to 1.2. Accepted because LiveAvatar's configuration has it; realtime sessions no longer do.</summary>
    public double? Temperature { get; init; }

    /// <summary>0.25 to 1.5; null leaves OpenAI's own (1).</summary>
    public double? Speed { get; init; }

    /// <summary>Transcript of the user.</summary>
    public TranscriptionSettings Transcription { get; init; } = new();

    /// <summary><c>near_field</c>, <c>far_field</c>, or null for none.</summary>
    public string? NoiseReduction { get; init; }

    /// <summary>How OpenAI hears the user's turns.</summary>
    public TurnDetectionSettings TurnDetection { get; init; } = new();

    /// <summary>Functions that the agent may call.</summary>
    public IReadOnlyList<ToolSettings> Tools { get; init; } = [];

    /// <summary>Instruction for the first turn; null leaves the first turn to the user.</summary>
    public string? Greeting { get; init; }

    /// <summary>1 to 4096 a response; null for no limit.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Host of the API.</summary>
    public Uri BaseAddress { get; init; } = OpenAIRealtimeNames.DefaultBaseAddress;

    /// <summary>Address of the API's first version.</summary>
    public Uri ApiAddress => new(BaseAddress, "/v1/");

    public override string ToString() => nameof(OpenAIRealtimeSettings);
}
