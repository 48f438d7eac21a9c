using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A voice agent; the secret that signs its tools' calls is there in the answers that make one.</summary>
internal sealed record VoiceAgentView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Connector { get; init; }

    public required string CredentialId { get; init; }

    public required JsonElement Settings { get; init; }

    public required InterruptionsBody Interruptions { get; init; }

    public required IReadOnlyList<ToolBody> Tools { get; init; }

    public required string? FallbackVoiceAgentId { get; init; }

    public required IReadOnlyList<FindingView> Findings { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToolSecret { get; init; }

    public static VoiceAgentView WithSecret(VoiceAgent agent) => From(agent) with { ToolSecret = agent.ToolSecrets[0].Value.Reveal() };

    public static VoiceAgentView From(VoiceAgent agent) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Connector = agent.ConnectorId,
        CredentialId = agent.CredentialId,
        Settings = agent.Settings,
        Interruptions = InterruptionsBody.From(agent.Interruptions),
        Tools = [.. agent.Tools.Select(ToolBody.From)],
        FallbackVoiceAgentId = agent.FallbackId,
        Findings = [.. agent.Findings.Select(FindingView.From)],
        CreatedAt = agent.CreatedAt,
        UpdatedAt = agent.UpdatedAt,
    };

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
