using Connectors.Core.Avatars;
using Connectors.Core.Tenancy;
using Connectors.Core.Tools;

namespace Connectors.Core.Sessions;

/// <summary>What a session shall be; fixed at its start.</summary>
public sealed record SessionSpecification
{
    /// <summary>Identity of LiveAvatar's avatar in the rooms it provides (facts/liveavatar.md §5).</summary>
    public const string DefaultAvatarIdentity = "heygen";

    /// <summary>Identity of the user in the rooms that LiveAvatar provides.</summary>
    public const string DefaultUserIdentity = "client";

    /// <summary>Our id of the session.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>Where the room comes from.</summary>
    public required RoomSource Source { get; init; }

    /// <summary>The avatar and its picture.</summary>
    public required AvatarSessionRequest Avatar { get; init; }

    /// <summary>API key of the tenant's LiveAvatar account; empty where no avatar is provisioned by us.</summary>
    public Secret AvatarCredential { get; init; } = Secret.None;

    /// <summary>Connector of the voice agent, or null for a session without an agent (broadcast).</summary>
    public string? ConnectorId { get; init; }

    /// <summary>Settings and secret of the voice agent; null without an agent.</summary>
    public ConnectorSetup? Agent { get; init; }

    /// <summary>The agent's tools that the tenant's server carries out; null: none.</summary>
    public SessionTools? Tools { get; init; }

    /// <summary>The agent that goes on when this one fails for good; null: none does.</summary>
    public FallbackAgent? Fallback { get; init; }

    /// <summary>How the agent opens.</summary>
    public AgentGreeting Greeting { get; init; } = AgentGreeting.AsConfigured;

    /// <summary>Language of the conversation, or null for the agent's own.</summary>
    public string? Language { get; init; }

    /// <summary>Values for placeholders of the agent's prompt.</summary>
    public IReadOnlyDictionary<string, object> DynamicVariables { get; init; } = new Dictionary<string, object>();

    /// <summary>Whether the user is heard only while a button is pressed, from the beginning.</summary>
    public bool PushToTalk { get; init; }

    /// <summary>What happens when the user speaks during the agent's turn.</summary>
    public InterruptionPolicy Interruptions { get; init; } = InterruptionPolicy.Default;

    /// <summary>Time limits.</summary>
    public SessionLimits Limits { get; init; } = new();

    /// <summary>
    /// Identity of the user, or null: the first participant with a microphone that is neither agent nor avatar.
    /// </summary>
    public string? UserIdentity { get; init; } = DefaultUserIdentity;

    /// <summary>Identity of the avatar.</summary>
    public string AvatarIdentity { get; init; } = DefaultAvatarIdentity;

    /// <summary>What its owner and its books need to know later; null if it isn't started for a tenant's own use.</summary>
    public SessionDetails? Details { get; init; }

    /// <summary>How long its content is kept; null: nothing of it is.</summary>
    public TenantRetention? Retention { get; init; }

    /// <summary>The group by which its tenant is measured; null: none of its own.</summary>
    public string? MetricsGroup { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
