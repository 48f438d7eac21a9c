using Connectors.Events;

namespace Connectors.Providers;

/// <summary>Ends that every provider's conversation may come to.</summary>
/// <param name="Unreadable">Too many of its messages could not be understood.</param>
/// <param name="OpenTimeout">It did not become ready in time.</param>
internal sealed record DialogCloses(AgentEvent.Closed Unreadable, AgentEvent.Closed OpenTimeout);
