using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>
/// One connection to the embedded database, used by one at a time. Every commit is on disk when it is acknowledged: WAL with
/// <c>synchronous=FULL</c>.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    // A step, once released, never changes; what comes later is a new step. user_version counts those that are done.
    private static readonly string[] Steps = [SessionTable.Create];

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    [SuppressMessage("Usage", "CA2213", Justification = "Holds nothing to release, and whoever still waits for it must get it.")]
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteConnection _connection;
    private bool _isClosed;

    private SqliteDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the database, makes it where there is none, and brings it to the newest shape.</summary>
    /// <param name="options">Where it is.</param>
    public static SqliteDatabase Open(SqliteStorageOptions options)
    {
        CreateFile(options.Path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            var milliseconds = ((int)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            Execute(connection, $"PRAGMA busy_timeout = {milliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            Migrate(connection);
            return new SqliteDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs something on the connection, off the caller's thread.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellationToken">Cancels the wait, not what has begun.</param>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return await Task.Run(
            () =>
            {
                try
                {
                    ObjectDisposedException.ThrowIf(_isClosed, this);
                    return work(_connection);
                }
                finally
                {
                    _turn.Release();
                }
            },
            CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Waits for what has begun, bounded, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await _turn.WaitAsync(CloseLimit))
        {
            // Left to the end of the process, rather than closed under a running statement. What was acknowledged is safe.
            return;
        }

        if (!_isClosed)
        {
            _isClosed = true;
            await _connection.DisposeAsync();
        }

        _turn.Release();
    }

    // SQLite gives its log files the mode of the database.
    private static void CreateFile(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        if (!OperatingSystem.IsWindows())
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var done = Version(connection, transaction);
        if (done > Steps.Length)
        {
            throw new InvalidDataException(
                $"The database has shape {done}, but this program knows only {Steps.Length}: a newer one wrote it. Start that one.");
        }

        for (; done < Steps.Length; done++)
        {
            Execute(connection, Steps[done], transaction);
        }

        Execute(connection, "PRAGMA user_version = " + done.ToString(CultureInfo.InvariantCulture), transaction);
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Constants of this file, and numbers.")]
    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
