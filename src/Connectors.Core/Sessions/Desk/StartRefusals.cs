using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>A start that failed, as a refusal: which of them is the caller's to mend, and which is worth repeating.</summary>
internal static class StartRefusals
{
    private static readonly TimeSpan AfterLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <param name="end">The end that the start came to.</param>
    /// <param name="message">What is wrong, in words for the tenant.</param>
    /// <param name="retryAfter">When to try again, where whoever refused said so.</param>
    public static Refusal Of(SessionEnd end, string message, TimeSpan? retryAfter) => end.Reason switch
    {
        SessionEndReasons.AvatarLimitReached or SessionEndReasons.AgentRateLimited or SessionEndReasons.NoCapacity
            or SessionEndReasons.ServerShutdown => new(RefusalKind.CapacityReached, message) { RetryAfter = retryAfter ?? AfterLimit },
        SessionEndReasons.AvatarMisconfigured => Refusal.Invalid(new FieldError("avatar", message)),
        SessionEndReasons.RoomTokenExpired or SessionEndReasons.RoomTokenInvalid or SessionEndReasons.RoomHostRefused =>
            Refusal.Invalid(new FieldError("room", message)),
        _ => end.Result switch
        {
            SessionResult.TenantError => new(RefusalKind.ProviderRefused, message),
            SessionResult.ProviderError or SessionResult.AvatarError =>
                new(RefusalKind.ProviderUnreachable, message) { RetryAfter = retryAfter ?? AfterFailure },
            SessionResult.Completed => new(RefusalKind.WrongState, message),
            _ => new(RefusalKind.Failed, message),
        },
    };
}
