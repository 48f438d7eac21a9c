namespace Connectors.Core.Sessions;

/// <summary>The steps of a session's start.</summary>
public enum StartStage
{
    /// <summary>LiveAvatar's token call.</summary>
    AvatarToken,

    /// <summary>The session's record was written.</summary>
    Record,

    /// <summary>LiveAvatar's start call.</summary>
    AvatarStart,

    /// <summary>What the agent's socket needs was fetched.</summary>
    AgentPrepared,

    /// <summary>We are in the room.</summary>
    RoomJoined,

    /// <summary>The avatar takes commands.</summary>
    AvatarConnected,

    /// <summary>The user is in the room.</summary>
    UserPresent,

    /// <summary>Everyone is there, or the wait for it is over.</summary>
    Gate,

    /// <summary>The agent's conversation is open.</summary>
    AgentReady,
}
