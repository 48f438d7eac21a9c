using Connectors.Audio;

namespace Connectors.Validation;

/// <summary>What a provider tells about an agent ahead of a conversation.</summary>
public sealed record AgentFacts
{
    /// <summary>The agent's name at the provider.</summary>
    public string? AgentName { get; init; }

    /// <summary>Format of the user's audio, where known ahead.</summary>
    public AudioFormat? InputFormat { get; init; }

    /// <summary>Format of the agent's audio, where known ahead.</summary>
    public AudioFormat? OutputFormat { get; init; }

    /// <summary>Longest conversation that the provider allows, where known.</summary>
    public TimeSpan? MaximumDuration { get; init; }

    /// <summary>Conversations at once that the tenant's plan allows, where known.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>Whether the greeting can be suppressed after a lost connection, where known.</summary>
    public bool? SuppressesGreeting { get; init; }
}
