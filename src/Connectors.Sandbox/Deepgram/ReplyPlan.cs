using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>What the agent is going to do in one turn.</summary>
/// <param name="Reply">How it sounds.</param>
/// <param name="Text">What it says.</param>
/// <param name="Calls">Ids of calls to make in its place.</param>
/// <param name="IsFailure">Whether its language model fails.</param>
internal sealed record ReplyPlan(AgentReply Reply, string Text, IReadOnlyList<string> Calls, bool IsFailure = false);
