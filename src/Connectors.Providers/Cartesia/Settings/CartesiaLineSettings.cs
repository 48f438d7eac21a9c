namespace Connectors.Providers.Cartesia.Settings;

/// <summary>Settings of a Line agent, as its tenant writes them. Null leaves a value to the agent.</summary>
internal sealed record CartesiaLineSettings
{
    /// <summary>The agent, such as <c>agent_…</c>.</summary>
    public string AgentId { get; init; } = string.Empty;

    /// <summary>A voice of Cartesia's, in place of the agent's.</summary>
    public string? VoiceId { get; init; }

    /// <summary>The prompt, for an agent whose code takes one from the call; <c>{{name}}</c> is replaced by a dynamic variable.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What the agent says first, likewise.</summary>
    public string? Introduction { get; init; }

    /// <summary>
    /// Format of the call, one of <see cref="CartesiaLineNames.Formats"/>; null takes the one nearest to the host's. Line has one
    /// for both directions.
    /// </summary>
    public string? AudioFormat { get; init; }

    /// <summary>What the agent's code is told of the call; texts, numbers and booleans.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>();

    /// <summary>Host of the API.</summary>
    public Uri BaseAddress { get; init; } = CartesiaLineNames.DefaultBaseAddress;

    public override string ToString() => nameof(CartesiaLineSettings);
}
