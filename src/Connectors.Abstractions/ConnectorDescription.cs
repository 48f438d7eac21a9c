using Connectors.Events;

namespace Connectors;

/// <summary>What a connector is, before any conversation.</summary>
public sealed record ConnectorDescription
{
    /// <summary>Kebab-case id by which voice agents name the connector, such as <c>elevenlabs</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>
    /// Whether the connector is experimental: written from documents, not yet held to its provider by anybody, and free to change or go
    /// without notice.
    /// </summary>
    public bool IsExperimental { get; init; }

    /// <summary>JSON Schema (2020-12) of the connector's settings, as text.</summary>
    public required string SettingsSchema { get; init; }

    /// <summary>Kind of credential it needs, in LiveAvatar's spelling, such as <c>ELEVENLABS_API_KEY</c>.</summary>
    public required string CredentialKind { get; init; }

    /// <summary>
    /// Name under which this provider's own messages pass between agent and page, or null if they don't. LiveAvatar's web
    /// SDK knows one: <c>elevenlabs</c> (event type <c>elevenlabs_agent_event</c>).
    /// </summary>
    public string? RoomEnvelope { get; init; }

    /// <summary>Where the provider is by default; a voice agent's settings may name another address.</summary>
    public required Uri DefaultBaseAddress { get; init; }

    /// <summary>What the connector can do at best; <see cref="AgentEvent.Ready"/> says what a conversation has.</summary>
    public required AgentCapabilities Capabilities { get; init; }
}
