namespace Connectors.Providers.Gemini.Settings;

/// <summary>Settings of a voice agent at Gemini Live, as its tenant writes them.</summary>
internal sealed record GeminiLiveSettings
{
    /// <summary>A model of the Live API, without <c>models/</c>.</summary>
    public string Model { get; init; } = "gemini-3.1-flash-live-preview";

    /// <summary>A prebuilt voice; see <see cref="GeminiLiveNames.Voices"/>.</summary>
    public string Voice { get; init; } = "Puck";

    /// <summary>The prompt; <c>{{name}}</c> is replaced by a dynamic variable.</summary>
    public string? Instructions { get; init; }

    /// <summary>BCP 47, such as <c>de-DE</c>; null lets the model choose. A session's own language goes before it.</summary>
    public string? Language { get; init; }

    /// <summary>0 to 2; null leaves the model's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>1 to 65,536 a turn; null for the model's own limit.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Instruction for the first turn; null leaves the first turn to the user.</summary>
    public string? Greeting { get; init; }

    /// <summary>Text of what the user says.</summary>
    public bool TranscribeUser { get; init; } = true;

    /// <summary>Text of what the agent says.</summary>
    public bool TranscribeAgent { get; init; } = true;

    /// <summary>How Gemini hears the user's turns.</summary>
    public TurnDetectionSettings TurnDetection { get; init; } = new();

    /// <summary>Whether the context is shortened when it is full; without it a conversation ends after 15 minutes.</summary>
    public bool CompressContext { get; init; } = true;

    /// <summary>Functions that the agent may call.</summary>
    public IReadOnlyList<ToolSettings> Tools { get; init; } = [];

    /// <summary>Whether the agent may search the web.</summary>
    public bool GoogleSearch { get; init; }

    /// <summary>
    /// Whether the user is heard while a tool call waits for its result; some models end the conversation then
    /// (close 1008, autonomous-os#231).
    /// </summary>
    public bool AudioDuringToolCalls { get; init; } = true;

    /// <summary>One of <see cref="GeminiLiveNames.TextInputs"/>.</summary>
    public string TextInput { get; init; } = GeminiLiveNames.AutoText;

    /// <summary>Host of the API.</summary>
    public Uri BaseAddress { get; init; } = GeminiLiveNames.DefaultBaseAddress;

    /// <summary>Address of the API's version with the Live API.</summary>
    public Uri ApiAddress => new(BaseAddress, "/v1beta/");

    /// <summary>
    /// Whether <c>clientContent</c> is taken during a conversation: from the third generation on models want text as
    /// <c>realtimeInput.text</c>, and take contents only as the initial history.
    /// </summary>
    internal bool TakesContents => TextInput == GeminiLiveNames.ContentText
        || (TextInput == GeminiLiveNames.AutoText
            && (Model.StartsWith("gemini-2", StringComparison.Ordinal) || Model.StartsWith("gemini-live-2", StringComparison.Ordinal)));

    public override string ToString() => nameof(GeminiLiveSettings);
}
