using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>A session that a token was made for. Kept until it is over, so that its token can be used again.</summary>
internal sealed record PreparedSession
{
    /// <summary>Id of the session, told with its token.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is forgotten: with the token's expiry, once started when the session must be over.</summary>
    public required DateTimeOffset ForgottenAt { get; init; }

    /// <summary>The saved voice agent, or null.</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>The voice agent that was given with it, or null; without either the session has no agent.</summary>
    public PreparedAgent? Agent { get; init; }

    /// <summary>Values for the saved voice agent's placeholders, or null.</summary>
    public JsonElement? DynamicVariables { get; init; }

    /// <summary>What to ask of LiveAvatar.</summary>
    public required AvatarSessionRequest Avatar { get; init; }

    /// <summary>What the start answered, or null: it hasn't started.</summary>
    public PreparedAnswer? Answer { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
