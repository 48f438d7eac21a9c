using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Telemetry;
using Connectors.Storage;

namespace Connectors.Server.Hosting;

/// <summary>Registers storage as the configuration wants it, and what depends on whether nodes share it.</summary>
internal static class StorageHosting
{
    public static IServiceCollection AddStorage(this IServiceCollection services, ConnectorsOptions options)
    {
        var sqlite = options.Sqlite();
        return options.Storage == StorageKind.Redis
            ? services.AddRedisStorage(options.Redis, sqlite.KeyRingPath, sqlite.KeyRingVariable)
            : services.AddSqliteStorage(sqlite);
    }

    public static IServiceCollection AddAdmission(this IServiceCollection services, ConnectorsOptions options)
    {
        if (options.Storage != StorageKind.Redis)
        {
            services.AddSingleton<IAdmission>(
                provider => new LocalAdmission(
                    options.SessionsAtOnce,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ConnectorsTelemetry>()));
            return services.AddSingleton<ISessionFence>(
                provider => new LocalFence(options.Redis.FenceLease, provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton(provider => new SharedAdmission(
            provider.GetRequiredService<ISharedQuotas>(),
            options.Cluster.Enabled ? int.MaxValue : options.SessionsAtOnce,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ConnectorsTelemetry>(),
            provider.GetRequiredService<ILogger<SharedAdmission>>()));
        services.AddSingleton(provider => new NodeAdmission(provider.GetRequiredService<SharedAdmission>(), options.SessionsAtOnce));
        services.AddSingleton<IAdmission>(provider => options.Cluster.Enabled
            ? provider.GetRequiredService<NodeAdmission>()
            : provider.GetRequiredService<SharedAdmission>());
        return services.AddHostedService<SharedAdmissionHosting>();
    }
}
