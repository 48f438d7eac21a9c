namespace Connectors.Core.Webhooks;

/// <summary>An address of a tenant that is told of events.</summary>
public sealed record Webhook
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>Where to; may hold a secret in path or query.</summary>
    public required string Url { get; init; }

    /// <summary>Types of the events that it is told of; of <see cref="WebhookEventTypes.All"/>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>What its owner says of it, up to 200 characters.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>What signs, newest first.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    /// <summary>Null while it is enabled; otherwise why it isn't.</summary>
    public WebhookDisabling? Disabled { get; init; }

    /// <summary>Since when nothing has been delivered though it was tried; null: the last try was good, or there was none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed by its owner.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether it is to be told of an event.</summary>
    /// <param name="type">The event's type.</param>
    public bool Wants(string type) => Disabled is null && Events.Contains(type, StringComparer.Ordinal);

    /// <summary>What signs now.</summary>
    /// <param name="now">The time.</param>
    public IEnumerable<Secret> SecretsAt(DateTimeOffset now) => SigningSecrets.At(Secrets, now);

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
