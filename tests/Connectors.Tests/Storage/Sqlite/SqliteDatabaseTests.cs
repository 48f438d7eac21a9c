using Connectors.Storage.Sqlite;

namespace Connectors.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA synchronous", 2L)]
    [InlineData("PRAGMA secure_delete", 1L)]
    [InlineData("PRAGMA busy_timeout", 1_500L)]
    [InlineData("PRAGMA user_version", 3L)]
    public async Task Open_Database_AcknowledgesNothingThatIsNotOnDisk(string pragma, object expected)
    {
        var options = new SqliteStorageOptions
        {
            Path = Path.Combine(_folder.FullName, "a", "b", "sessions.db"),
            BusyTimeout = TimeSpan.FromSeconds(1.5),
        };
        for (var opened = 0; opened < 2; opened++)
        {
            await using var database = SqliteDatabase.Open(options);
            var actual = await database.WriteAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the test.
                    command.CommandText = pragma;
#pragma warning restore CA2100
                    return command.ExecuteScalar();
                },
                TestContext.Current.CancellationToken);

            Assert.Equal(expected, actual);
        }
    }
}
