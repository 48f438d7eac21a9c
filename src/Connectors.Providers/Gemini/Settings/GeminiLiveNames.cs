namespace Connectors.Providers.Gemini.Settings;

/// <summary>Names that settings and session share.</summary>
internal static class GeminiLiveNames
{
    /// <summary>Text by <c>realtimeInput.text</c>, or by <c>clientContent</c>, as the model's name says.</summary>
    public const string AutoText = "auto";

    /// <summary>Text by <c>realtimeInput.text</c>.</summary>
    public const string RealtimeText = "realtime";

    /// <summary>Text by <c>clientContent</c>, which also interrupts and takes notes.</summary>
    public const string ContentText = "content";

    public const string High = "high";
    public const string Low = "low";

    public static readonly Uri DefaultBaseAddress = new("https://generativelanguage.googleapis.com");

    public static readonly string[] TextInputs = [AutoText, RealtimeText, ContentText];

    public static readonly string[] Sensitivities = [High, Low];

    /// <summary>Google adds voices without a word, so that others are only warned of.</summary>
    public static readonly string[] Voices =
    [
        "Achernar", "Achird", "Algenib", "Algieba", "Alnilam", "Aoede", "Autonoe", "Callirrhoe", "Charon", "Despina", "Enceladus",
        "Erinome", "Fenrir", "Gacrux", "Iapetus", "Kore", "Laomedeia", "Leda", "Orus", "Puck", "Pulcherrima", "Rasalgethi", "Sadachbia",
        "Sadaltager", "Schedar", "Sulafat", "Umbriel", "Vindemiatrix", "Zephyr", "Zubenelgenubi",
    ];
}
