using Connectors.Core.Rooms;

namespace Connectors.Core.Sessions;

/// <summary>Whether a session of a process that is gone can be gone on with, as far as its record tells.</summary>
internal sealed class SessionResumeRules(SessionResumeOptions options, TimeProvider time)
{
    /// <summary>Why not, in kebab-case, or null.</summary>
    public string? WhyNot(SessionRecord record)
    {
        var now = time.GetUtcNow();
        return record is not { State: SessionState.Live, Plan: { } plan, LiveAt: { } liveAt } ? "not-live"
            : now - record.UpdatedAt > options.Within || options.Within == TimeSpan.Zero ? "too-long-ago"
            : now >= liveAt + plan.Limits.MaximumDuration || now >= liveAt + record.AvatarSession?.MaximumDuration ? "time-is-up"
            : IsMintedAnew(record) ? null
            : TokenOf(record) is not { } token ? "no-room"
            : !RoomToken.TryRead(token, out var grants, out _) || grants.IsExpired(now) ? "room-token-expired"
            : null;
    }

    // In a room of the tenant's own the token is made by whoever joins; a channel of Agora's is joined by nobody of ours.
    private static bool IsMintedAnew(SessionRecord record) =>
        record is { Room: RoomSource.OwnLiveKitRoom or RoomSource.OwnAgoraChannel, AvatarSession.SocketUrl: not null };

    private static string? TokenOf(SessionRecord record) => record switch
    {
        { Room: RoomSource.GivenRoom given } => given.AgentToken,
        { AvatarRequest.LiveKit.AgentToken: { } own, AvatarSession.SocketUrl: not null } => own,
        { AvatarSession: { SocketUrl: not null, LiveKitUrl: not null, AgentToken: { } token } } => token,
        _ => null,
    };
}
