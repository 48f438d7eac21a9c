namespace Connectors.Providers.ElevenLabs;

/// <summary>What was fetched ahead of a conversation: a signed URL, and what the agent allows.</summary>
/// <param name="Setup">What was prepared.</param>
/// <param name="Settings">The settings, read.</param>
internal sealed record ElevenLabsPreparation(ConnectorSetup Setup, ElevenLabsSettings Settings) : AgentPreparation(Setup)
{
    /// <summary>Opaque and a secret; null if preparing failed.</summary>
    public Uri? SignedUrl { get; init; }

    /// <summary>The agent's setup, or <see cref="AgentSetup.Unknown"/> where the key may not read it.</summary>
    public AgentSetup Agent { get; init; } = AgentSetup.Unknown;
}
