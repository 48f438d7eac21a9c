using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>A start that failed, as a refusal: which of them is the caller's to mend, and which is worth repeating.</summary>
internal static class StartRefusals
{
    private static readonly TimeSpan AfterLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    public static Refusal Of(SessionEnd end, string message) => end.Reason switch
    {
        SessionEndReasons.AvatarLimitReached or SessionEndReasons.AgentRateLimited or SessionEndReasons.NoCapacity
            or SessionEndReasons.ServerShutdown => new(RefusalKind.CapacityReached, message) { RetryAfter = AfterLimit },
        SessionEndReasons.AvatarMisconfigured => Refusal.Invalid(new FieldError("avatar", message)),
        SessionEndReasons.RoomTokenExpired or SessionEndReasons.RoomTokenInvalid or SessionEndReasons.RoomHostRefused =>
            Refusal.Invalid(new FieldError("room", message)),
        _ => end.Result switch
        {
            SessionResult.TenantError => new(RefusalKind.ProviderRefused, message),
            SessionResult.ProviderError or SessionResult.AvatarError =>
                new(RefusalKind.ProviderUnreachable, message) { RetryAfter = AfterFailure },
            SessionResult.Completed => new(RefusalKind.WrongState, message),
            _ => new(RefusalKind.Failed, message),
        },
    };
}
