namespace Connectors.Providers.Cartesia.Managed.Settings;

/// <summary>Names that settings and conversation share.</summary>
internal static class CartesiaManagedNames
{
    /// <summary>The dynamic variable by which an agent can learn what was said before a lost connection.</summary>
    public const string HistoryVariable = "connectors_history";

    /// <summary>Audio as fast as it is made; the host plays it by its own clock.</summary>
    public const string AsAvailable = "as_available";

    /// <summary>Audio at the speed of speech.</summary>
    public const string SpeakingPace = "speaking_pace";

    /// <summary>Most variables of one conversation (Cartesia's AsyncAPI of 2026-08-14, <c>session_create</c>).</summary>
    public const int MostVariables = 64;

    private const int LongestVariable = 64;

    public static readonly Uri DefaultBaseAddress = new("https://api.cartesia.ai");

    /// <summary>Formats that a conversation may have, the same in both directions (ibid., <c>audio.input_format</c>).</summary>
    public static readonly string[] Formats = ["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"];

    /// <summary>Whether a variable may have this name (ibid., <c>dynamic_variables</c>).</summary>
    public static bool IsVariable(string name) =>
        name.Length is > 0 and <= LongestVariable && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !name.StartsWith("system__", StringComparison.Ordinal) && !name.StartsWith("secret__", StringComparison.Ordinal);
}
