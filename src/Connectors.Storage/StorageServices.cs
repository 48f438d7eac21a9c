using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Storage;

/// <summary>Registers storage.</summary>
public static class StorageServices
{
    /// <summary>The embedded database: needs nothing else, belongs to one node. Opened when first asked for.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Where the database is.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteStorageOptions options)
    {
        // The key comes first: a database with rows must never be without it.
        services.AddSingleton(options);
        services.AddSingleton<ISealedBox>(_ =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Path))!);
            return FileSealedBox.Load(options.KeyPath);
        });
        services.AddSingleton(_ => SqliteDatabase.Open(options));
        services.AddSingleton<ISessionStore, SqliteSessionStore>();
        services.AddSingleton<IRecordStore, SqliteRecordStore>();
        return services;
    }
}
