using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>What a bridge has to know of the one before it.</summary>
/// <param name="Age">Time since the session became live.</param>
/// <param name="Turns">The agent's turns so far.</param>
/// <param name="Progress">How far the conversation with the agent is; null: it has not begun.</param>
internal sealed record BridgeResumption(TimeSpan Age, long Turns, AgentProgress? Progress)
{
    /// <summary>The one before is still in the room: everything else is made ready, and the room joined when it is told to.</summary>
    public bool WaitsOutside { get; init; }
}
