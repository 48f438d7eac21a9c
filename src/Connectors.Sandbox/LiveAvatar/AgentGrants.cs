namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What the agent token of a provided room says; its real grants are published nowhere.</summary>
/// <param name="Identity">The agent's identity.</param>
/// <param name="CanPublishData">Whether the agent may send data packets.</param>
/// <param name="Lifetime">How long it is good; negative for one that has run out already.</param>
internal sealed record AgentGrants(string Identity = "agent", bool CanPublishData = true, TimeSpan? Lifetime = null);
