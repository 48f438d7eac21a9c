using System.Text;
using Connectors.Core.Records;
using Connectors.Storage.Sqlite;

namespace Connectors.Tests.Storage.Sqlite;

public sealed class MigrationTests : IAsyncDisposable
{
    // As the program that first had a database made it. Never changes.
    private const string FirstShape = """
        CREATE TABLE session (
            id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, schema INTEGER NOT NULL, tenant_id TEXT NOT NULL, connector_id TEXT,
            avatar_session_id TEXT, started INTEGER NOT NULL, stop_required INTEGER NOT NULL, stop_confirmed INTEGER NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, ended_at INTEGER, state TEXT NOT NULL, end_result TEXT, end_side TEXT,
            end_reason TEXT, box BLOB NOT NULL
        ) STRICT;
        CREATE INDEX session_unfinished ON session (created_at, id) WHERE state <> 'Ended';
        CREATE INDEX session_stop_owed ON session (updated_at, id) WHERE state = 'Ended' AND stop_required = 1 AND stop_confirmed = 0;
        INSERT INTO session VALUES ('s-1', 3, 1, 'tenant-1', NULL, 'a-1', 1, 1, 0, 1, 2, NULL, 'Live', NULL, NULL, NULL, x'01');
        PRAGMA user_version = 1;
        """;

    private const string ShapeOf =
        "SELECT group_concat(type || ' ' || name, ', ') FROM (SELECT * FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1, 2)";

    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_DatabaseOfTheFirstShape_BecomesTheNewestAndLosesNothing()
    {
        var fresh = await ReadAsync(_database.OpenDatabase(), ShapeOf);
        await _database.CloseAsync();
        foreach (var file in _database.Files.ToList())
        {
            File.Delete(file);
        }

        _database.Execute(FirstShape);
        var migrated = _database.OpenDatabase();
        var record = new StoredRecord { Key = new RecordKey("kind", "tenant-1", "a"), Body = Encoding.UTF8.GetBytes("x") };

        Assert.Equal(fresh, await ReadAsync(migrated, ShapeOf));
        Assert.Equal(
            "s-1 3 Live 01", await ReadAsync(migrated, "SELECT id || ' ' || version || ' ' || state || ' ' || hex(box) FROM session"));
        Assert.Null(await new SqliteRecordStore(migrated).WriteAsync([new RecordWrite.Add(record)], Cancellation));
    }

    [Fact]
    public async Task Open_ByTwoAtOnce_MigratesOnce()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.Options.Path)!);
        _database.Execute(FirstShape);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var database = SqliteDatabase.Open(_database.Options);
            },
            Cancellation)));

        Assert.Equal("3", await ReadAsync(_database.OpenDatabase(), "SELECT user_version FROM pragma_user_version"));
    }

    [Fact]
    public async Task Open_NewerShape_IsRefusedAndLeftAlone()
    {
        _database.OpenDatabase();
        await _database.CloseAsync();
        _database.Execute("PRAGMA user_version = 99");

        var refused = Assert.Throws<InvalidDataException>(_database.OpenDatabase);

        Assert.Contains("shape 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains("knows only 3", refused.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Task<string?> ReadAsync(SqliteDatabase database, string sql) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the test.
            command.CommandText = sql;
#pragma warning restore CA2100
            return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        },
        Cancellation);
}
