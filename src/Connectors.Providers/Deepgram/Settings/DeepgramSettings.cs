namespace Connectors.Providers.Deepgram.Settings;

/// <summary>Settings of a voice agent at Deepgram, as its tenant writes them.</summary>
internal sealed record DeepgramSettings
{
    /// <summary>Longest prompt of the language models that Deepgram pays itself, in characters; it cuts longer ones.</summary>
    public const int LongestPrompt = 25_000;

    /// <summary>The prompt; <c>{{name}}</c> is replaced by a dynamic variable.</summary>
    public string? Instructions { get; init; }

    /// <summary>What the agent says first, word for word; null leaves the first turn to the user.</summary>
    public string? Greeting { get; init; }

    /// <summary>Language, such as <c>de</c>; null leaves Deepgram's own (English). A session's own goes before it.</summary>
    public string? Language { get; init; }

    /// <summary>A voice of Deepgram's, such as <c>aura-2-thalia-en</c>.</summary>
    public string Voice { get; init; } = "aura-2-thalia-en";

    /// <summary>How it hears.</summary>
    public ListenSettings Listen { get; init; } = new();

    /// <summary>How it thinks.</summary>
    public ThinkSettings Think { get; init; } = new();

    /// <summary>Functions that the agent may call.</summary>
    public IReadOnlyList<ToolSettings> Tools { get; init; } = [];

    /// <summary>Labels under which the conversation appears in Deepgram's usage.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether Deepgram may not use the conversation to improve its models (it costs more).</summary>
    public bool MipOptOut { get; init; }

    /// <summary>Host of the agents.</summary>
    public Uri BaseAddress { get; init; } = DeepgramNames.DefaultBaseAddress;

    /// <summary>Host of accounts and models.</summary>
    public Uri ApiAddress => BaseAddress == DeepgramNames.DefaultBaseAddress ? DeepgramNames.DefaultApiAddress : BaseAddress;

    public override string ToString() => nameof(DeepgramSettings);
}
