using Connectors.Core.Records;
using Connectors.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Tenancy;

/// <summary>What tenants have, as it is kept.</summary>
/// <param name="store">Where.</param>
/// <param name="vault">Seals what is secret.</param>
/// <param name="loggers">Told of what can't be read.</param>
public sealed class TenancyRecords(IRecordStore store, IVault vault, ILoggerFactory loggers)
{
    /// <summary>Tenants; the operator's.</summary>
    public RecordSet<Tenant> Tenants { get; } = new(
        store,
        vault,
        new(RecordKinds.Tenant, TenancyJson.Default.Tenant, tenant => (RecordKey.Operator, tenant.Id)),
        loggers.CreateLogger<TenancyRecords>());

    /// <summary>API keys; the operator's, found by tenant.</summary>
    public RecordSet<ApiKey> Keys { get; } = new(
        store,
        vault,
        new(RecordKinds.ApiKey, TenancyJson.Default.ApiKey, key => (RecordKey.Operator, key.Id)) { TagOf = key => TagOfKeys(key.TenantId) },
        loggers.CreateLogger<TenancyRecords>());

    /// <summary>Under what a tenant's keys, or the operator's, are found.</summary>
    internal static string TagOfKeys(string tenantId) => tenantId.Length == 0 ? "operator" : tenantId;

    /// <summary>Credentials, sealed.</summary>
    public RecordSet<Credential> Credentials { get; } = new(
        store,
        vault,
        new(RecordKinds.Credential, TenancyJson.Default.Credential, credential => (credential.TenantId, credential.Id)) { IsSealed = true },
        loggers.CreateLogger<TenancyRecords>());

    /// <summary>Voice agents, sealed (settings hold prompts), found by credential.</summary>
    public RecordSet<VoiceAgent> VoiceAgents { get; } = new(
        store,
        vault,
        new(RecordKinds.VoiceAgent, TenancyJson.Default.VoiceAgent, agent => (agent.TenantId, agent.Id))
        {
            IsSealed = true,
            TagOf = agent => agent.CredentialId,
        },
        loggers.CreateLogger<TenancyRecords>());

    /// <summary>Contexts, sealed (they are prompts).</summary>
    public RecordSet<Context> Contexts { get; } = new(
        store,
        vault,
        new(RecordKinds.Context, TenancyJson.Default.Context, context => (context.TenantId, context.Id)) { IsSealed = true },
        loggers.CreateLogger<TenancyRecords>());
}
