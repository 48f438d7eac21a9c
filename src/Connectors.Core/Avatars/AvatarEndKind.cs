namespace Connectors.Core.Avatars;

/// <summary>Why an avatar's socket ended.</summary>
public enum AvatarEndKind
{
    /// <summary>We closed it.</summary>
    ClosedByUs,

    /// <summary>The server closed it: the session is over, or it will take a new socket.</summary>
    ClosedByServer,

    /// <summary>The address was refused: the session is unknown or over.</summary>
    Refused,

    /// <summary>This server's guard doesn't allow the address.</summary>
    AddressRefused,

    /// <summary>No connection, or it broke or stalled; the same address may be tried again.</summary>
    Lost,
}
