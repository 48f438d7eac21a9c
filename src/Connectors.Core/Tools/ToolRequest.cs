using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Tools;

/// <summary>A tool call that a tenant's server shall carry out.</summary>
/// <param name="Session">The session it is for.</param>
/// <param name="Tools">Who binds it, and what signs it.</param>
/// <param name="Endpoint">Where.</param>
/// <param name="Call">What the agent wants.</param>
public sealed record ToolRequest(SessionSpecification Session, SessionTools Tools, ToolEndpoint Endpoint, AgentEvent.ToolCall Call)
{
    /// <summary>The tool's name only.</summary>
    public override string ToString() => Endpoint.Name;
}
