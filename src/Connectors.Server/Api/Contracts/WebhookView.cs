using System.Text.Json.Serialization;
using Connectors.Core.Webhooks;

namespace Connectors.Server.Api.Contracts;

/// <summary>A webhook; its secret is there in the answers that make one.</summary>
internal sealed record WebhookView
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required string Description { get; init; }

    public required bool Enabled { get; init; }

    public required WebhookDisabling? Disabled { get; init; }

    public required DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static WebhookView From(Webhook webhook) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        Events = webhook.Events,
        Description = webhook.Description,
        Enabled = webhook.Disabled is null,
        Disabled = webhook.Disabled,
        FailingSince = webhook.FailingSince,
        CreatedAt = webhook.CreatedAt,
        UpdatedAt = webhook.UpdatedAt,
    };

    public static WebhookView WithSecret(Webhook webhook) => From(webhook) with { Secret = webhook.Secrets[0].Value.Reveal() };

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
