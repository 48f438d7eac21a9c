using System.Collections.Frozen;

namespace Connectors.Core.Sessions;

/// <summary>
/// The one table of ends: what each reason means for us (result and side) and in the words of LiveAvatar's
/// <c>SessionEndReasonEnum</c> (facts/liveavatar.md §1.7), which go to its stop call and to the user's page.
/// </summary>
/// <remarks>
/// <c>NO_CREDITS</c> is said of LiveAvatar's credit only: a page that reads it would send people to the wrong account if the
/// agent's provider were meant.
/// </remarks>
public static class SessionEndReasons
{
    /// <summary>The user's page ended it.</summary>
    public const string StoppedByUser = "stopped-by-user";

    /// <summary>The user left the room and did not come back.</summary>
    public const string UserLeft = "user-left";

    /// <summary>No user ever came.</summary>
    public const string NoUser = "no-user";

    /// <summary>Nobody said anything for too long.</summary>
    public const string IdleTimeout = "idle-timeout";

    /// <summary>The session's time was up.</summary>
    public const string MaximumDuration = "maximum-duration";

    /// <summary>The tenant ended it by our API.</summary>
    public const string StoppedByTenant = "stopped-by-tenant";

    /// <summary>The agent hung up.</summary>
    public const string AgentHungUp = "agent-hung-up";

    /// <summary>The provider's time limit for a conversation was reached.</summary>
    public const string AgentMaximumDuration = "agent-maximum-duration";

    /// <summary>The provider ended the conversation because nothing came for too long.</summary>
    public const string AgentIdle = "agent-idle";

    /// <summary>The provider refused the credential.</summary>
    public const string AgentUnauthorized = "agent-unauthorized";

    /// <summary>The agent or its settings are wrong.</summary>
    public const string AgentMisconfigured = "agent-misconfigured";

    /// <summary>No credit or quota left at the provider.</summary>
    public const string AgentQuotaExceeded = "agent-quota-exceeded";

    /// <summary>More conversations or requests than the provider allows the tenant.</summary>
    public const string AgentRateLimited = "agent-rate-limited";

    /// <summary>The provider failed.</summary>
    public const string AgentFailed = "agent-failed";

    /// <summary>The provider sent what nobody understands.</summary>
    public const string AgentProtocolError = "agent-protocol-error";

    /// <summary>The provider could not be reached, or not any more.</summary>
    public const string AgentLost = "agent-lost";

    /// <summary>LiveAvatar refused the API key.</summary>
    public const string AvatarUnauthorized = "avatar-unauthorized";

    /// <summary>LiveAvatar refused avatar, duration or another part of the request.</summary>
    public const string AvatarMisconfigured = "avatar-misconfigured";

    /// <summary>No credit left at LiveAvatar.</summary>
    public const string AvatarNoCredits = "avatar-no-credits";

    /// <summary>More sessions or calls than LiveAvatar allows the tenant.</summary>
    public const string AvatarLimitReached = "avatar-limit-reached";

    /// <summary>LiveAvatar failed.</summary>
    public const string AvatarFailed = "avatar-failed";

    /// <summary>LiveAvatar's API could not be reached.</summary>
    public const string AvatarUnreachable = "avatar-unreachable";

    /// <summary>The avatar's socket was lost for good, or never said that it was connected.</summary>
    public const string AvatarLost = "avatar-lost";

    /// <summary>The avatar's socket was refused: LiveAvatar doesn't know the session any more.</summary>
    public const string AvatarRefused = "avatar-refused";

    /// <summary>LiveAvatar ended the session and said no reason: its time limit, its idle timeout, credit.</summary>
    public const string AvatarStopped = "avatar-stopped";

    /// <summary>The room's token had run out before we joined.</summary>
    public const string RoomTokenExpired = "room-token-expired";

    /// <summary>The room's token is malformed, or doesn't allow to join or to hear.</summary>
    public const string RoomTokenInvalid = "room-token-invalid";

    /// <summary>The room's server refused the token.</summary>
    public const string RoomTokenRefused = "room-token-refused";

    /// <summary>The caller named a room on a host that the operator doesn't allow.</summary>
    public const string RoomHostRefused = "room-host-refused";

    /// <summary>LiveAvatar gave a room on a host that is not on the operator's list.</summary>
    public const string RoomHostNotListed = "room-host-not-listed";

    /// <summary>Somebody else joined with our identity.</summary>
    public const string RoomIdentityTaken = "room-identity-taken";

    /// <summary>Somebody removed us from the room.</summary>
    public const string RemovedFromRoom = "removed-from-room";

    /// <summary>The room was deleted.</summary>
    public const string RoomDeleted = "room-deleted";

    /// <summary>The room's server could not be reached.</summary>
    public const string RoomUnreachable = "room-unreachable";

    /// <summary>The room was lost for good.</summary>
    public const string RoomLost = "room-lost";

    /// <summary>The room's library failed.</summary>
    public const string RoomLibraryFailed = "room-library-failed";

    /// <summary>No room for another session here.</summary>
    public const string NoCapacity = "no-capacity";

    /// <summary>This service is shutting down.</summary>
    public const string ServerShutdown = "server-shutdown";

    /// <summary>This service was restarted while the session was on.</summary>
    public const string ServerRestarted = "server-restarted";

    /// <summary>
    /// Another process has the session and goes on with it: told by the one that had it, to nobody but itself.
    /// </summary>
    public const string TakenOver = "taken-over";

    /// <summary>A fault of ours; also what nobody classified.</summary>
    public const string ServerError = "server-error";

    private const string AvatarServerError = "SERVER_ERROR";
    private const string AvatarUnknown = "UNKNOWN";

    private static readonly FrozenDictionary<string, Row> Table = new Dictionary<string, Row>
    {
        [StoppedByUser] = new(SessionResult.Completed, EndedBy.User, "USER_CLOSED"),
        [UserLeft] = new(SessionResult.Completed, EndedBy.User, "USER_DISCONNECTED"),
        [NoUser] = new(SessionResult.Completed, EndedBy.User, "IDLE_TIMEOUT"),
        [IdleTimeout] = new(SessionResult.Completed, EndedBy.Server, "IDLE_TIMEOUT"),
        [MaximumDuration] = new(SessionResult.Completed, EndedBy.Server, "MAX_DURATION_REACHED"),
        [StoppedByTenant] = new(SessionResult.Completed, EndedBy.Tenant, "USER_CLOSED"),
        [AgentHungUp] = new(SessionResult.Completed, EndedBy.Agent, "AGENT_HANG_UP"),
        [AgentMaximumDuration] = new(SessionResult.Completed, EndedBy.Agent, "MAX_DURATION_REACHED"),
        [AgentIdle] = new(SessionResult.Completed, EndedBy.Agent, "IDLE_TIMEOUT"),
        [AgentUnauthorized] = new(SessionResult.TenantError, EndedBy.Agent, AvatarServerError),
        [AgentMisconfigured] = new(SessionResult.TenantError, EndedBy.Agent, AvatarServerError),
        [AgentQuotaExceeded] = new(SessionResult.TenantError, EndedBy.Agent, AvatarServerError),
        [AgentRateLimited] = new(SessionResult.TenantError, EndedBy.Agent, AvatarServerError),
        [AgentFailed] = new(SessionResult.ProviderError, EndedBy.Agent, AvatarServerError),
        [AgentProtocolError] = new(SessionResult.ProviderError, EndedBy.Agent, AvatarServerError),
        [AgentLost] = new(SessionResult.ProviderError, EndedBy.Agent, AvatarServerError),
        [AvatarUnauthorized] = new(SessionResult.TenantError, EndedBy.Avatar, AvatarServerError),
        [AvatarMisconfigured] = new(SessionResult.TenantError, EndedBy.Avatar, AvatarServerError),
        [AvatarNoCredits] = new(SessionResult.TenantError, EndedBy.Avatar, "NO_CREDITS"),
        [AvatarLimitReached] = new(SessionResult.TenantError, EndedBy.Avatar, AvatarServerError),
        [AvatarFailed] = new(SessionResult.AvatarError, EndedBy.Avatar, AvatarServerError),
        [AvatarUnreachable] = new(SessionResult.AvatarError, EndedBy.Avatar, AvatarServerError),
        [AvatarLost] = new(SessionResult.AvatarError, EndedBy.Avatar, AvatarServerError),
        [AvatarRefused] = new(SessionResult.AvatarError, EndedBy.Avatar, AvatarServerError),
        [AvatarStopped] = new(SessionResult.Indeterminate, EndedBy.Avatar, AvatarUnknown),
        [RoomTokenExpired] = new(SessionResult.TenantError, EndedBy.Tenant, AvatarServerError),
        [RoomTokenInvalid] = new(SessionResult.TenantError, EndedBy.Tenant, AvatarServerError),
        [RoomTokenRefused] = new(SessionResult.TenantError, EndedBy.Tenant, AvatarServerError),
        [RoomHostRefused] = new(SessionResult.TenantError, EndedBy.Tenant, AvatarServerError),
        [RoomHostNotListed] = new(SessionResult.ServerError, EndedBy.Server, AvatarServerError),
        [RoomIdentityTaken] = new(SessionResult.TenantError, EndedBy.Tenant, AvatarUnknown),
        [RemovedFromRoom] = new(SessionResult.Indeterminate, EndedBy.Tenant, AvatarUnknown),
        [RoomDeleted] = new(SessionResult.Indeterminate, EndedBy.Avatar, AvatarUnknown),
        [RoomUnreachable] = new(SessionResult.Indeterminate, EndedBy.Server, AvatarServerError),
        [RoomLost] = new(SessionResult.Indeterminate, EndedBy.Server, AvatarServerError),
        [RoomLibraryFailed] = new(SessionResult.ServerError, EndedBy.Server, AvatarServerError),
        [NoCapacity] = new(SessionResult.ServerError, EndedBy.Server, "DISPATCH_FAILED"),
        [ServerShutdown] = new(SessionResult.ServerError, EndedBy.Server, AvatarServerError),
        [ServerRestarted] = new(SessionResult.ServerError, EndedBy.Server, "ZOMBIE_SESSION_REAP"),
        [TakenOver] = new(SessionResult.Completed, EndedBy.Server, AvatarUnknown),
        [ServerError] = new(SessionResult.ServerError, EndedBy.Server, AvatarServerError),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every reason there is.</summary>
    public static IReadOnlyCollection<string> All => Table.Keys;

    /// <summary>The end that belongs to a reason; what isn't in the table counts against us.</summary>
    /// <param name="reason">Kebab-case; kept as it is, also when it is unknown.</param>
    public static SessionEnd EndFor(string reason)
    {
        var row = Find(reason);
        return new SessionEnd(row.Result, row.EndedBy, reason);
    }

    /// <summary>A reason in the words of LiveAvatar's <c>SessionEndReasonEnum</c>.</summary>
    /// <param name="reason">Kebab-case.</param>
    public static string AvatarReason(string reason) => Find(reason).AvatarReason;

    private static Row Find(string reason) => Table.GetValueOrDefault(reason) ?? Table[ServerError];

    private sealed record Row(SessionResult Result, EndedBy EndedBy, string AvatarReason);
}
