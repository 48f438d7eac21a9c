using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Hosting;

/// <summary>Registers what tenants have.</summary>
internal static class TenancyServices
{
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddSingleton<IdSource>();
        services.AddSingleton<TenancyRecords>();
        services.AddSingleton<TenancyEnvironment>();
        services.AddSingleton<ConnectorCatalog>();
        services.AddSingleton<CredentialChecks>();
        services.AddSingleton<TenantDesk>();
        services.AddSingleton<ApiKeyDesk>();
        services.AddSingleton<CredentialDesk>();
        services.AddSingleton<CredentialFingerprints>();
        services.AddSingleton<VoiceAgentDesk>();
        services.AddSingleton<ContextDesk>();
        return services;
    }
}
