using Connectors.Core.Tools;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>A tenant's server has carried out a tool call, or hasn't.</summary>
/// <param name="Call">The call.</param>
/// <param name="Reply">How it went.</param>
/// <param name="Cancellation">What would have given it up; disposed of by whoever takes the reply.</param>
internal sealed record BoundToolReply(AgentEvent.ToolCall Call, ToolReply Reply, CancellationTokenSource Cancellation)
{
    public override string ToString() => nameof(BoundToolReply);
}
