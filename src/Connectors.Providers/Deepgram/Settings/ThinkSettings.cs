namespace Connectors.Providers.Deepgram.Settings;

/// <summary>The language model that answers.</summary>
internal sealed record ThinkSettings
{
    /// <summary>One of <see cref="DeepgramNames.ThinkProviders"/>.</summary>
    public string Provider { get; init; } = "open_ai";

    /// <summary>A model of that provider that Deepgram offers.</summary>
    public string Model { get; init; } = "gpt-4o-mini";

    /// <summary>0 to 2; null leaves it to Deepgram.</summary>
    public double? Temperature { get; init; }
}
