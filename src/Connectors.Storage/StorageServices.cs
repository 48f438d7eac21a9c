using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Sessions.Placing;
using Connectors.Core.Vault;
using Connectors.Storage.Redis;
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
        services.AddVault(options.KeyRingPath, options.KeyRingVariable);
        services.AddAuditing();
        return services;
    }

    /// <summary>A store that nodes share. Connected, and looked at, when first asked for.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Where Redis is.</param>
    /// <param name="keyRingPath">The key ring's file; made where there is none.</param>
    /// <param name="keyRingVariable">The environment variable that holds the key ring instead of the file, if it is set.</param>
    /// <exception cref="ArgumentException">The options are wrong; names all that are.</exception>
    public static IServiceCollection AddRedisStorage(
        this IServiceCollection services, RedisStorageOptions options, string keyRingPath, string keyRingVariable = "CONNECTORS_KEY_RING")
    {
        if (options.Errors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => RedisConnection.Open(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisConnection>>()));
        services.AddSingleton<ISessionStore, RedisSessionStore>();
        services.AddSingleton<IRecordStore, RedisRecordStore>();
        services.AddSingleton<ISessionFence, RedisFence>();
        services.AddSingleton<ISharedQuotas, RedisQuotas>();
        services.AddSingleton<INodeBoard, RedisNodeBoard>();
        services.AddVault(keyRingPath, keyRingVariable);
        services.AddAuditing();
        return services;
    }

    private static void AddVault(this IServiceCollection services, string path, string variable)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => OpenKeyRing(provider, path, variable));
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

    private static KeyRingSource OpenKeyRing(IServiceProvider provider, string path, string variable)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<KeyRingSource>>();
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? KeyRingSource.FromVariable(text, variable, time, logger)
            : KeyRingSource.FromFile(path, time, logger);
    }
}
