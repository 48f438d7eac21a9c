using Connectors.Core.Avatars;
using Connectors.Core.Rooms;

namespace Connectors.Core.Sessions;

/// <summary>Which end follows from what a part of the session reported. Our own doing has no entry: whoever did it knows why.</summary>
public static class SessionEndCauses
{
    /// <summary>The end that follows when the agent's connection is over for good.</summary>
    /// <param name="kind">Why it closed.</param>
    public static SessionEnd From(CloseKind kind) => SessionEnd.For(kind switch
    {
        CloseKind.EndedByAgent => SessionEndReasons.AgentHungUp,
        CloseKind.MaximumDuration => SessionEndReasons.AgentMaximumDuration,
        CloseKind.Idle => SessionEndReasons.AgentIdle,
        CloseKind.QuotaExceeded => SessionEndReasons.AgentQuotaExceeded,
        CloseKind.Unauthorized => SessionEndReasons.AgentUnauthorized,
        CloseKind.Misconfigured => SessionEndReasons.AgentMisconfigured,
        CloseKind.RateLimited => SessionEndReasons.AgentRateLimited,
        CloseKind.ProviderError => SessionEndReasons.AgentFailed,
        CloseKind.ProtocolError => SessionEndReasons.AgentProtocolError,
        CloseKind.Network => SessionEndReasons.AgentLost,
        _ => SessionEndReasons.ServerError,
    });

    /// <summary>The end that follows when LiveAvatar did not start the session.</summary>
    /// <param name="kind">Why not.</param>
    public static SessionEnd From(AvatarFailureKind kind) => SessionEnd.For(kind switch
    {
        AvatarFailureKind.Unauthorized => SessionEndReasons.AvatarUnauthorized,
        AvatarFailureKind.InvalidRequest => SessionEndReasons.AvatarMisconfigured,
        AvatarFailureKind.NoCredits => SessionEndReasons.AvatarNoCredits,
        AvatarFailureKind.LimitReached => SessionEndReasons.AvatarLimitReached,
        AvatarFailureKind.NotFound => SessionEndReasons.AvatarMisconfigured,
        AvatarFailureKind.ServerError => SessionEndReasons.AvatarFailed,
        AvatarFailureKind.Unreachable => SessionEndReasons.AvatarUnreachable,
        _ => SessionEndReasons.ServerError,
    });

    /// <summary>The end that follows when the avatar's socket is over for good.</summary>
    /// <param name="kind">Why it closed.</param>
    public static SessionEnd From(AvatarEndKind kind) => SessionEnd.For(kind switch
    {
        AvatarEndKind.ClosedByServer => SessionEndReasons.AvatarStopped,
        AvatarEndKind.Refused => SessionEndReasons.AvatarRefused,
        AvatarEndKind.AddressRefused => SessionEndReasons.AvatarMisconfigured,
        AvatarEndKind.Lost => SessionEndReasons.AvatarLost,
        _ => SessionEndReasons.ServerError,
    });

    /// <summary>The end that follows when the room is over for good.</summary>
    /// <param name="kind">Why it ended.</param>
    public static SessionEnd From(RoomEndKind kind) => SessionEnd.For(kind switch
    {
        RoomEndKind.DuplicateIdentity => SessionEndReasons.RoomIdentityTaken,
        RoomEndKind.ParticipantRemoved => SessionEndReasons.RemovedFromRoom,
        RoomEndKind.RoomDeleted => SessionEndReasons.RoomDeleted,
        RoomEndKind.TokenRefused => SessionEndReasons.RoomTokenRefused,
        RoomEndKind.Unreachable => SessionEndReasons.RoomUnreachable,
        RoomEndKind.Lost or RoomEndKind.ServerShutdown => SessionEndReasons.RoomLost,
        RoomEndKind.LibraryFailure => SessionEndReasons.RoomLibraryFailed,
        _ => SessionEndReasons.ServerError,
    });
}
