using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>What the agent does next.</summary>
/// <param name="Reply">How it sounds.</param>
/// <param name="Text">What it says.</param>
/// <param name="Calls">Functions that it calls instead, by id; none if it speaks.</param>
internal sealed record ReplyPlan(AgentReply Reply, string Text, IReadOnlyList<string> Calls);
