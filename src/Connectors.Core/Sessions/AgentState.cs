namespace Connectors.Core.Sessions;

/// <summary>What the agent is doing, as the room sees it.</summary>
public enum AgentState
{
    /// <summary>The user may speak, or does.</summary>
    Listening,

    /// <summary>The user has finished; nothing is heard yet.</summary>
    Thinking,

    /// <summary>The avatar speaks.</summary>
    Speaking,
}
