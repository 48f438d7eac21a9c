namespace Connectors.Providers.Deepgram.Settings;

/// <summary>How Deepgram hears the user. Null leaves a value to Deepgram.</summary>
internal sealed record ListenSettings
{
    /// <summary>A model for listening, such as <c>nova-3</c> or <c>flux-general-en</c>.</summary>
    public string Model { get; init; } = "nova-3";

    /// <summary>Words to expect, at most 100.</summary>
    public IReadOnlyList<string> Keyterms { get; init; } = [];

    /// <summary>Numbers, dates and the like as they are written; not with Flux.</summary>
    public bool? SmartFormat { get; init; }

    /// <summary>0.5 to 0.9: how sure the end of a turn must be. Flux only.</summary>
    public double? EotThreshold { get; init; }

    /// <summary>0.3 to 0.9: from when on an answer is prepared. Flux only.</summary>
    public double? EagerEotThreshold { get; init; }

    /// <summary>500 to 10,000 ms of silence that end a turn in any case. Flux only.</summary>
    public int? EotTimeoutMs { get; init; }

    /// <summary>Languages to expect, ISO 639-1; <c>flux-general-multi</c> only.</summary>
    public IReadOnlyList<string> LanguageHints { get; init; } = [];

    /// <summary>Whether the model is one of the second version, which finds turns by itself.</summary>
    internal bool IsFlux => Model.StartsWith("flux-", StringComparison.Ordinal);

    public override string ToString() => nameof(ListenSettings);
}
