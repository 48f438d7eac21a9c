namespace Connectors.Server.Api.Contracts;

/// <summary>Where a session's room may come from.</summary>
internal enum RoomKind
{
    /// <summary>LiveAvatar provides it.</summary>
    Liveavatar,

    /// <summary>The caller has started the session at LiveAvatar and hands over what the agent needs.</summary>
    Given,

    /// <summary>A room in the tenant's own LiveKit project.</summary>
    OwnLivekit,

    /// <summary>A channel in the tenant's own Agora project; only without an agent.</summary>
    OwnAgora,
}
