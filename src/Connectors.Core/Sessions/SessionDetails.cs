using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Sessions;

/// <summary>What a session was started with, as far as its owner and its books need to know it later.</summary>
public sealed record SessionDetails
{
    /// <summary>The voice agent it was started with, or null: an agent given with the request, or none.</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>The agent's credential, or null.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The LiveAvatar credential, or null with a given room.</summary>
    public string? AvatarCredentialId { get; init; }

    /// <summary>When the credentials' values were read.</summary>
    public DateTimeOffset CredentialsReadAt { get; init; }

    /// <summary>The tenant's own notes. Up to 16 pairs.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What a newer version wrote beside this (<see cref="SessionRecord.Newer"/>).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Newer { get; set; }

    /// <summary>The voice agent's id only.</summary>
    public override string ToString() => VoiceAgentId ?? nameof(SessionDetails);
}
