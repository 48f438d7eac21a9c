using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Connectors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Connectors.Storage;

/// <summary>Registers storage.</summary>
public static class StorageServices
{
    /// <summary>The embedded database: needs nothing else, belongs to one node. Opened when first asked for.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Where the database is.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteStorageOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => SqliteDatabase.Open(options));
        services.AddSingleton<ISessionStore, SqliteSessionStore>();
        services.AddSingleton<IRecordStore, SqliteRecordStore>();
        services.AddVault(options);
        services.AddAuditing();
        return services;
    }

    private static void AddVault(this IServiceCollection services, SqliteStorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => OpenKeyRing(provider, options));
        services.AddSingleton<IDerivedKeys, DerivedKeys>();
        services.TryAddSingleton<IKeyEncryption, KeyRingEncryption>();
        services.AddSingleton<IVault, TenantVault>();
        services.AddSingleton<DataKeyRewrap>();
    }

    private static void AddAuditing(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditHeadTelling>();
    }

    private static KeyRingSource OpenKeyRing(IServiceProvider provider, SqliteStorageOptions options)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<KeyRingSource>>();
        return Environment.GetEnvironmentVariable(options.KeyRingVariable) is { Length: > 0 } text
            ? KeyRingSource.FromVariable(text, options.KeyRingVariable, time, logger)
            : KeyRingSource.FromFile(options.KeyRingPath, time, logger);
    }
}
