using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>What the agent is going to do in one turn.</summary>
/// <param name="Reply">How it sounds.</param>
/// <param name="Text">What it says.</param>
/// <param name="CallId">Id of a call to make in its place, or null.</param>
internal sealed record ReplyPlan(AgentReply Reply, string Text, string? CallId = null);
