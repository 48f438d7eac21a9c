using System.Text.Json;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Tests.Core.Sessions;

/// <content>Its tenants and what they have.</content>
internal sealed partial class SessionWorld
{
    public async Task AddTenantsAsync(TenantQuotas? quotas = null, TenantRetention? retention = null)
    {
        await AddTenantAsync("tenant", quotas ?? new(), retention ?? new());
        await AddTenantAsync("stranger", new(), new());
    }

    /// <summary>Changes a tenant as its owner or the operator would.</summary>
    public async Task ChangeTenantAsync(Func<Tenant, Tenant> change)
    {
        var tenant = await Tenancy.Records.Tenants.FindAsync(RecordKey.Operator, "tenant", Cancellation);
        await KeepAsync(await Tenancy.Records.Tenants.ReplaceAsync(tenant! with { Value = change(tenant.Value) }, Cancellation));
    }

    public async Task AddCredentialAsync(Credential credential) =>
        await KeepAsync(await Tenancy.Records.Credentials.AddAsync(credential, Cancellation));

    public async Task AddVoiceAgentAsync(VoiceAgent agent) =>
        await KeepAsync(await Tenancy.Records.VoiceAgents.AddAsync(agent, Cancellation));

    public VoiceAgent VoiceAgent(string tenantId, string id, string credentialId) => new()
    {
        Id = id,
        TenantId = tenantId,
        Name = "Agent",
        ConnectorId = "fake",
        CredentialId = credentialId,
        Settings = JsonDocument.Parse("{}").RootElement,
        CreatedAt = Time.GetUtcNow(),
        UpdatedAt = Time.GetUtcNow(),
    };

    public Credential Credential(string tenantId, string id, string kind) => new()
    {
        Id = id,
        TenantId = tenantId,
        Name = id,
        Kind = kind,
        Value = new Secret($"value-of-{id}"),
        CreatedAt = Time.GetUtcNow(),
    };

    private async Task AddTenantAsync(string id, TenantQuotas quotas, TenantRetention retention)
    {
        await KeepAsync(await Tenancy.Records.Tenants.AddAsync(
            new()
            {
                Id = id,
                Name = id,
                Quotas = quotas,
                Retention = retention,
                DefaultAvatarCredentialId = "avatar-key",
                CreatedAt = Time.GetUtcNow(),
                UpdatedAt = Time.GetUtcNow(),
            },
            Cancellation));
        await AddCredentialAsync(Credential(id, "avatar-key", Connectors.Core.Tenancy.Credential.LiveAvatarKind));
        await AddCredentialAsync(Credential(id, "agent-key", "FAKE_API_KEY"));
        await AddVoiceAgentAsync(VoiceAgent(id, "agent", "agent-key"));
    }

    private async Task KeepAsync(RecordWrite write) => Assert.Null(await Records.WriteAsync([write], Cancellation));
}
