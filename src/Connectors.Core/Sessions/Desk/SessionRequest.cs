using Connectors.Core.Avatars;

namespace Connectors.Core.Sessions.Desk;

/// <summary>A session as somebody wants it.</summary>
public sealed record SessionRequest
{
    /// <summary>Id that <see cref="SessionDesk.NewId"/> gave and that the session shall have; null: a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>The saved voice agent; null: <see cref="Agent"/>, or a session without an agent (broadcast).</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>An agent that isn't saved; not together with <see cref="VoiceAgentId"/>.</summary>
    public AgentChoice? Agent { get; init; }

    /// <summary>Avatar and picture; required unless the room is given.</summary>
    public AvatarSessionRequest? Avatar { get; init; }

    /// <summary>The LiveAvatar credential; null: the tenant's default one.</summary>
    public string? AvatarCredentialId { get; init; }

    /// <summary>Where the room comes from. Default: LiveAvatar provides it.</summary>
    public RoomSource Room { get; init; } = new RoomSource.LiveAvatarRoom();

    /// <summary>A room in the tenant's own LiveKit project, which is looked up; null: <see cref="Room"/> is all.</summary>
    public LiveKitRoomChoice? OwnLiveKit { get; init; }

    /// <summary>
    /// Identity of the user, up to 200 characters; null: <c>client</c> in LiveAvatar's room and in one of the tenant's own LiveKit project,
    /// the first microphone in a given one.
    /// </summary>
    public string? UserIdentity { get; init; }

    /// <summary>Identity of the avatar, up to 200 characters; null: <c>heygen</c>.</summary>
    public string? AvatarIdentity { get; init; }

    /// <summary>Language of the conversation, such as <c>de</c> or <c>pt-br</c>; null: the agent's own.</summary>
    public string? Language { get; init; }

    /// <summary>How the agent opens; null: as it is configured.</summary>
    public AgentGreeting? Greeting { get; init; }

    /// <summary>Values for placeholders of the agent's prompt: texts, numbers, booleans. Up to 100.</summary>
    public IReadOnlyDictionary<string, object>? DynamicVariables { get; init; }

    /// <summary>Whether the user is heard only while a button is pressed.</summary>
    public bool PushToTalk { get; init; }

    /// <summary>What happens when the user speaks during the agent's turn; null: as the voice agent has it.</summary>
    public InterruptionPolicy? Interruptions { get; init; }

    /// <summary>Time limits; null: the defaults.</summary>
    public SessionLimits? Limits { get; init; }

    /// <summary>How long to wait when the credential's conversations are all on. 0 (default) to 30 s.</summary>
    public TimeSpan WaitForCredential { get; init; }

    /// <summary>The tenant's own notes, kept and returned. Up to 16 pairs, names up to 64 characters, values up to 500.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SessionRequest);
}
