namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Names that settings and session share.</summary>
internal static class OpenAIRealtimeNames
{
    public const string ServerVad = "server_vad";
    public const string SemanticVad = "semantic_vad";
    public const string NoTurnDetection = "none";

    public static readonly Uri DefaultBaseAddress = new("https://api.openai.com");

    public static readonly string[] TurnDetections = [ServerVad, SemanticVad, NoTurnDetection];

    public static readonly string[] Voices =
        ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "shimmer", "sage", "verse", "marin", "cedar"];

    /// <summary>Voices in LiveAvatar's list that OpenAI's schema has for speech synthesis only.</summary>
    public static readonly string[] SynthesisVoices = ["fable", "onyx", "nova"];
}
