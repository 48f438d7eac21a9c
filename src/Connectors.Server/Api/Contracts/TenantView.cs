using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A tenant.</summary>
internal sealed record TenantView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required TenantState State { get; init; }

    public required TenantQuotas Quotas { get; init; }

    public required TenantRetention Retention { get; init; }

    public required string? DefaultLiveavatarCredentialId { get; init; }

    public required string? MetricsGroup { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static TenantView From(Tenant tenant) => new()
    {
        Id = tenant.Id,
        Name = tenant.Name,
        State = tenant.State,
        Quotas = tenant.Quotas,
        Retention = tenant.Retention,
        DefaultLiveavatarCredentialId = tenant.DefaultAvatarCredentialId,
        MetricsGroup = tenant.MetricsGroup,
        CreatedAt = tenant.CreatedAt,
        UpdatedAt = tenant.UpdatedAt,
    };
}
