using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>A connector threw where it should have kept a failure: the conversation could not be prepared.</summary>
internal sealed record PreparationBroke
{
    /// <summary>The same as a connection's end: it may work the next time.</summary>
    public static AgentEvent.Closed Closed { get; } = new(
        CloseKind.Network, Retryable: true, "preparation-failed", "The agent's conversation could not be prepared.");
}
