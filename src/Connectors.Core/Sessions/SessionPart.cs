namespace Connectors.Core.Sessions;

/// <summary>The parts of a session that can be lost and got back.</summary>
public enum SessionPart
{
    /// <summary>The room.</summary>
    Room,

    /// <summary>The avatar's socket.</summary>
    Avatar,

    /// <summary>The agent's connection.</summary>
    Agent,
}
