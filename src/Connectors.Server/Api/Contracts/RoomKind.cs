namespace Connectors.Server.Api.Contracts;

/// <summary>Where a session's room may come from.</summary>
internal enum RoomKind
{
    /// <summary>LiveAvatar provides it.</summary>
    Liveavatar,

    /// <summary>The caller has started the session at LiveAvatar and hands over what the agent needs.</summary>
    Given,
}
