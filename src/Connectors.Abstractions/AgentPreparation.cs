using Connectors.Events;

namespace Connectors;

/// <summary>
/// What a connector fetched before a conversation is opened. Connectors derive from it to carry what they need; it is
/// opaque to the host.
/// </summary>
/// <param name="Setup">What was prepared.</param>
public record AgentPreparation(ConnectorSetup Setup)
{
    /// <summary>Why preparing failed, or null. The host may show it, or open all the same and receive it as the close.</summary>
    public AgentEvent.Closed? Failure { get; init; }

    /// <summary>When what was fetched runs out, or null. An older preparation is thrown away and made anew.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public sealed override string ToString() => nameof(AgentPreparation);
}
