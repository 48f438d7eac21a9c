using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Vault;
using Connectors.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Storage.Sqlite;

/// <summary>A database in a folder of its own, gone with it.</summary>
internal sealed class TemporaryDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");
    private readonly List<SqliteDatabase> _open = [];
    private readonly List<IDisposable> _rings = [];

    public TemporaryDatabase() => Options = new SqliteStorageOptions { Path = Path.Combine(_folder.FullName, "data", "sessions.db") };

    public SqliteStorageOptions Options { get; }

    public IEnumerable<string> Files => Directory.EnumerateFiles(Path.GetDirectoryName(Options.Path)!);

    /// <summary>One more store on the same file, as another process would have.</summary>
    public SqliteSessionStore Open(ILogger<SqliteSessionStore>? logger = null)
    {
        var database = OpenDatabase();
        var ring = KeyRingSource.FromFile(Options.KeyRingPath, TimeProvider.System, NullLogger<KeyRingSource>.Instance);
        var vault = new TenantVault(new SqliteRecordStore(database), new KeyRingEncryption(ring), TimeProvider.System);
        _rings.Add(ring);
        _rings.Add(vault);
        return new SqliteSessionStore(database, vault, logger ?? NullLogger<SqliteSessionStore>.Instance);
    }

    /// <summary>The same for records.</summary>
    public SqliteRecordStore OpenRecords() => new(OpenDatabase());

    /// <summary>The database alone.</summary>
    public SqliteDatabase OpenDatabase()
    {
        var database = SqliteDatabase.Open(Options);
        _open.Add(database);
        return database;
    }

    /// <summary>Closes all stores.</summary>
    public async Task CloseAsync()
    {
        foreach (var database in _open)
        {
            await database.DisposeAsync();
        }

        _open.Clear();
        _rings.ForEach(ring => ring.Dispose());
        _rings.Clear();
    }

    /// <summary>Changes the file behind the store's back.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Constants of the tests.")]
    public int Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Options.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

}
