using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;
using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>A saved setup: connector, credential, settings, and how it is talked with.</summary>
public sealed record VoiceAgent
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>What its owner calls it, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Id of its connector.</summary>
    public required string ConnectorId { get; init; }

    /// <summary>Id of its credential.</summary>
    public required string CredentialId { get; init; }

    /// <summary>A JSON object of the connector's settings schema.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>What happens when the user speaks during the agent's turn.</summary>
    public InterruptionPolicy Interruptions { get; init; } = InterruptionPolicy.Default;

    /// <summary>Its tools that the tenant's own server carries out; the others go to the user's page.</summary>
    public IReadOnlyList<ToolEndpoint> Tools { get => field ?? []; init; }

    /// <summary>What signs calls of its tools, newest first; none: it was made before there were any.</summary>
    public IReadOnlyList<WebhookSecret> ToolSecrets { get => field ?? []; init; }

    /// <summary>The voice agent that goes on when this one fails in a way that trying again won't mend; or null.</summary>
    public string? FallbackId { get; init; }

    /// <summary>What the provider said when it was last checked.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; init; } = [];

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The id only: settings may be personal.</summary>
    public override string ToString() => Id;
}
