namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Names that settings and session share.</summary>
internal static class OpenAIRealtimeNames
{
    public const string DefaultBaseUrl = "https://api.openai.com";
    public const string ServerVad = "server_vad";
    public const string SemanticVad = "semantic_vad";
    public const string NoTurnDetection = "none";

    public static IReadOnlyList<string> Voices { get; } =
        ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "shimmer", "sage", "verse", "marin", "cedar"];

    /// <summary>Voices in LiveAvatar's list that OpenAI's schema has for speech synthesis only.</summary>
    public static IReadOnlyList<string> SynthesisVoices { get; } = ["fable", "onyx", "nova"];

    public static IReadOnlyList<string> NoiseReductions { get; } = ["near_field", "far_field"];

    public static IReadOnlyList<string> TurnDetections { get; } = [ServerVad, SemanticVad, NoTurnDetection];

    public static IReadOnlyList<string> Eagernesses { get; } = ["low", "medium", "high", "auto"];
}
