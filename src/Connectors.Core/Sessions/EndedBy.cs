namespace Connectors.Core.Sessions;

/// <summary>The side that ended a session.</summary>
public enum EndedBy
{
    /// <summary>The human.</summary>
    User,

    /// <summary>The agent, or its provider.</summary>
    Agent,

    /// <summary>The tenant: through our API, through the room, or by what it had set up.</summary>
    Tenant,

    /// <summary>LiveAvatar.</summary>
    Avatar,

    /// <summary>This service.</summary>
    Server,
}
