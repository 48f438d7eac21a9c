using Connectors.Server.Hosting;
using Connectors.Storage.Sqlite;

namespace Connectors.Server.Commands;

/// <summary>What the service keeps, opened beside it: the service may run meanwhile. Nothing is made that isn't there.</summary>
/// <param name="options">How the service runs.</param>
internal sealed class CommandStorage(ConnectorsOptions options)
{
    /// <summary>Where the embedded database and the key ring are.</summary>
    public SqliteStorageOptions Place { get; } = options.Sqlite();

    /// <summary>Whether the key ring is in the environment rather than in a file.</summary>
    public bool RingIsInEnvironment => Environment.GetEnvironmentVariable(Place.KeyRingVariable) is { Length: > 0 };

    /// <summary>The key ring's file.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string RequireRingFile() => RingIsInEnvironment
        ? throw new UsageException($"The key ring is in {Place.KeyRingVariable}: add a line there, and start the service again.")
        : File.Exists(Place.KeyRingPath)
            ? Place.KeyRingPath
            : throw new UsageException($"There is no key ring at {Place.KeyRingPath}: Connectors:KeyRingPath or DataFolder is wrong.");

    /// <summary>Everything registered that keeps.</summary>
    /// <exception cref="UsageException">There is no database, or no key ring to it.</exception>
    public ServiceProvider Open()
    {
        if (options.Storage == StorageKind.Sqlite && !File.Exists(Place.Path))
        {
            throw new UsageException($"There is no database at {Place.Path}: Connectors:DataFolder is wrong.");
        }

        if (!RingIsInEnvironment)
        {
            RequireRingFile();
        }

        return new ServiceCollection().AddLogging().AddStorage(options).BuildServiceProvider();
    }
}
