using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.Core.Sessions;

/// <summary>
/// What is kept of a session beyond the life of the process. Written after LiveAvatar's <c>/token</c> and before its
/// <c>/start</c>, so that its stop is never forgotten: from <c>/start</c> on the session costs money.
/// </summary>
public sealed record SessionRecord
{
    /// <summary>Number of the newest shape.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Number of the shape it was written in; a store leaves newer ones than <see cref="CurrentSchema"/> alone.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Our id of the session.</summary>
    public required string Id { get; init; }

    /// <summary>Whose session it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>The connector of its agent, or null: a session may have no agent.</summary>
    public string? ConnectorId { get; init; }

    /// <summary>Where the room comes from. Sealed in the store.</summary>
    public required RoomSource Room { get; init; }

    /// <summary>Identity of the user in the room, or null: the first microphone that isn't ours. Sealed in the store.</summary>
    public string? UserIdentity { get; init; }

    /// <summary>What it was started with; null if it was not started for a tenant's own use. Sealed in the store.</summary>
    public SessionDetails? Details { get; init; }

    /// <summary>When it became live, or null: not yet, or never. Sealed in the store.</summary>
    public DateTimeOffset? LiveAt { get; init; }

    /// <summary>What was asked of LiveAvatar, or null with a given room. Sealed in the store.</summary>
    public AvatarSessionRequest? AvatarRequest { get; init; }

    /// <summary>What LiveAvatar's start answered, or null before. Sealed in the store.</summary>
    public AvatarSession? AvatarSession { get; init; }

    /// <summary>API key of the tenant's LiveAvatar account, for the stop after a restart; or null. Sealed in the store.</summary>
    public Secret? AvatarCredential { get; init; }

    /// <summary>
    /// 1 for the process that started it. A process that takes it over writes the next number before it does anything, so that
    /// of two that believe to have it one can tell that it has not.
    /// </summary>
    public long Epoch { get; init; } = 1;

    /// <summary>Which node has it, or had it last (<see cref="NodeIdentity"/>); null: an older version didn't say. Sealed.</summary>
    public string? Holder { get; init; }

    /// <summary>What else a process needs that takes it over; null: nobody can. Sealed in the store; gone with the session's end.</summary>
    public SessionPlan? Plan { get; init; }

    /// <summary>How far the conversation with the agent is; null: it has not begun. Sealed; gone with the session's end.</summary>
    public AgentProgress? Progress { get; init; }

    /// <summary>
    /// What a newer version wrote beside this and this one doesn't know: it is written again as it was, so that nothing is lost where
    /// nodes of two versions have a session in turn. Null: nothing. Sealed in the store.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Newer { get; init; }

    /// <summary>LiveAvatar's id of the session, known from <c>/token</c> on; or null.</summary>
    public string? AvatarSessionId { get; init; }

    /// <summary>LiveAvatar said that the session has started. False with <see cref="StopRequired"/>: it may have.</summary>
    public bool Started { get; init; }

    /// <summary>LiveAvatar's stop must be called at the end. Set before <c>/start</c> is: its answer may get lost.</summary>
    public bool StopRequired { get; init; }

    /// <summary>LiveAvatar said that the session is stopped, or doesn't know it any more.</summary>
    public bool StopConfirmed { get; init; }

    /// <summary>When the session was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the record was last changed; set by whoever changes it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public SessionState State { get; init; }

    /// <summary>How it ended; known from <see cref="SessionState.Ending"/> on.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>Counts the writes; set by the store, and compared by it: who holds an older one must read again.</summary>
    public long Version { get; init; }

    /// <summary>The session is over, but LiveAvatar doesn't know it yet.</summary>
    public bool IsStopOwed => State == SessionState.Ended && StopRequired && !StopConfirmed;

    /// <summary>The same without what nobody needs once LiveAvatar has stopped the session: tokens, addresses, the credential.</summary>
    public SessionRecord WithoutSecrets() =>
        this with { AvatarCredential = null, AvatarSession = null, Room = Room.WithoutSecrets() };

    /// <summary>The same, over: whatever only a live session needs is gone.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="now">When.</param>
    public SessionRecord Over(SessionEnd end, DateTimeOffset now) =>
        this with { State = SessionState.Ended, End = end, EndedAt = now, UpdatedAt = now, Plan = null, Progress = null };

    /// <summary>The id only: the rest is secret or personal.</summary>
    public override string ToString() => Id;
}
