namespace Connectors.Core.Tenancy;

/// <summary>A company that uses the service.</summary>
public sealed record Tenant
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may do anything.</summary>
    public TenantState State { get; init; }

    /// <summary>What it may have and do at once.</summary>
    public TenantQuotas Quotas { get; init; } = new();

    /// <summary>How long its sessions' content is kept.</summary>
    public TenantRetention Retention { get; init; } = new();

    /// <summary>The LiveAvatar credential of sessions that name none, or null.</summary>
    public string? DefaultAvatarCredentialId { get; init; }

    /// <summary>The group by which the operator measures it, as <see cref="TenantDraft"/> takes it; null: none of its own.</summary>
    public string? MetricsGroup { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
