using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Core.Tenancy;
using Connectors.Core.Tools;

namespace Connectors.Core.Sessions;

/// <summary>
/// What a session was started with and what a process needs that takes it over, as far as its record doesn't have it for other
/// reasons.
/// </summary>
public sealed partial record SessionPlan
{
    /// <summary>Settings of the voice agent; null without an agent.</summary>
    public JsonElement? AgentSettings { get; init; }

    /// <summary>Secret of the voice agent; null without an agent.</summary>
    public Secret? AgentSecret { get; init; }

    /// <summary>The agent's tools that the tenant's server carries out; null: none.</summary>
    public SessionTools? Tools { get; init; }

    /// <summary>The agent that goes on when this one fails for good; null: none does.</summary>
    public FallbackAgent? Fallback { get; init; }

    /// <summary>How the agent opens.</summary>
    public AgentGreeting Greeting { get; init; } = AgentGreeting.AsConfigured;

    /// <summary>Language of the conversation, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Values for placeholders of the agent's prompt.</summary>
    public IReadOnlyDictionary<string, object> DynamicVariables { get; init; } = new Dictionary<string, object>();

    /// <summary>Whether the user is heard only while a button is pressed, from the beginning.</summary>
    public bool PushToTalk { get; init; }

    /// <summary>What happens when the user speaks during the agent's turn.</summary>
    public InterruptionPolicy Interruptions { get; init; } = InterruptionPolicy.Default;

    /// <summary>Time limits.</summary>
    public SessionLimits Limits { get; init; } = new();

    /// <summary>Identity of the avatar.</summary>
    public string AvatarIdentity { get; init; } = SessionSpecification.DefaultAvatarIdentity;

    /// <summary>How long the session's content is kept; null: nothing of it is.</summary>
    public TenantRetention? Retention { get; init; }

    /// <summary>The group by which its tenant is measured; null: none of its own.</summary>
    public string? MetricsGroup { get; init; }

    /// <summary>What a newer version wrote beside this (<see cref="SessionRecord.Newer"/>).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Newer { get; set; }

    /// <summary>The plan of a session that is about to start.</summary>
    /// <param name="session">The session.</param>
    public static SessionPlan Of(SessionSpecification session) => new()
    {
        AgentSettings = session.Agent?.Settings,
        AgentSecret = session.Agent?.Secret,
        Tools = session.Tools,
        Fallback = session.Fallback,
        Greeting = session.Greeting,
        Language = session.Language,
        DynamicVariables = session.DynamicVariables,
        PushToTalk = session.PushToTalk,
        Interruptions = session.Interruptions,
        Limits = session.Limits,
        AvatarIdentity = session.AvatarIdentity,
        Retention = session.Retention,
        MetricsGroup = session.MetricsGroup,
    };

    /// <summary>What the session of a record was to be.</summary>
    /// <param name="record">The record that this is the plan of.</param>
    public SessionSpecification Specification(SessionRecord record) => new()
    {
        Id = record.Id,
        TenantId = record.TenantId,
        Source = record.Room,
        Avatar = record.AvatarRequest ?? new() { AvatarId = string.Empty },
        AvatarCredential = record.AvatarCredential ?? Secret.None,
        ConnectorId = record.ConnectorId,
        Agent = record.ConnectorId is null ? null : new(AgentSettings ?? default, AgentSecret ?? Secret.None),
        Tools = Tools,
        Fallback = Fallback,
        Greeting = Greeting,
        Language = Language,
        DynamicVariables = DynamicVariables,
        PushToTalk = PushToTalk,
        Interruptions = Interruptions,
        Limits = Limits,
        UserIdentity = record.UserIdentity,
        AvatarIdentity = AvatarIdentity,
        Details = record.Details,
        Retention = Retention,
        MetricsGroup = MetricsGroup,
    };

    /// <summary>The name of the type only: the rest is secret or personal.</summary>
    public override string ToString() => nameof(SessionPlan);
}
