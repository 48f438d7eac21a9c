using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>
/// The embedded database: one connection that writes and some that read. Every commit is on disk when it is acknowledged: WAL
/// with <c>synchronous=FULL</c>.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int Readers = 4;

    // What is deleted is overwritten in the file: a wrapped data key that was destroyed must not lie there until its page is
    // used again.
    private const string WriterPragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";
    private const string ReaderPragmas = "PRAGMA query_only = ON;";

    // A step, once released, never changes; what comes later is a new step. user_version counts those that are done.
    private static readonly string[] Steps = [SessionTable.Create, RecordTable.Create, SessionTable.CreateTenantIndex];

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly WriteQueue _writes;
    private readonly ReadConnections _reads;
    private int _isClosed;

    private SqliteDatabase(SqliteConnection writer, IReadOnlyCollection<SqliteConnection> readers)
    {
        _writes = new WriteQueue(writer);
        _reads = new ReadConnections(readers, CloseLimit);
    }

    /// <summary>Opens the database, makes it where there is none, and brings it to the newest shape.</summary>
    /// <param name="options">Where it is.</param>
    public static SqliteDatabase Open(SqliteStorageOptions options)
    {
        CreateFile(options.Path);
        List<SqliteConnection> opened = [];
        try
        {
            opened.Add(Connect(options, WriterPragmas));
            AssertDurable(opened[0]);
            Migrate(opened[0]);
            while (opened.Count <= Readers)
            {
                opened.Add(Connect(options, ReaderPragmas));
            }

            return new SqliteDatabase(opened[0], opened[1..]);
        }
        catch
        {
            opened.ForEach(connection => connection.Dispose());
            throw;
        }
    }

    /// <summary>Reads, off the caller's thread, without waiting for writers. Sees everything that was acknowledged.</summary>
    /// <param name="work">What to read; one statement, or several that needn't fit together.</param>
    /// <param name="cancellationToken">Cancels the wait, not what has begun.</param>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        _reads.RunAsync(work, cancellationToken);

    /// <summary>Writes, off the caller's thread; what the work changes is kept as a whole or, if it throws, not at all.</summary>
    /// <param name="work">What to write.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been written.</param>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        _writes.RunAsync(work, _ => true, cancellationToken);

    /// <summary>The same, for work that may find out late that it must not be kept.</summary>
    /// <param name="work">What to write.</param>
    /// <param name="keep">Whether a result says that it is to be kept.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been written.</param>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, Func<T, bool> keep, CancellationToken cancellationToken) =>
        _writes.RunAsync(work, keep, cancellationToken);

    /// <summary>Waits for what has begun, bounded, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            // The writer last: whoever closes last empties the log into the database and removes it.
            await _reads.DisposeAsync();
            await _writes.CloseAsync(CloseLimit);
        }
    }

    private static SqliteConnection Connect(SqliteStorageOptions options, string pragmas)
    {
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
            Execute(connection, $"PRAGMA busy_timeout = {milliseconds}; {pragmas}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite answers a pragma it can't follow, on a file system without shared memory for one, by staying as it was.
    private static void AssertDurable(SqliteConnection connection)
    {
        var journal = Scalar(connection, "PRAGMA journal_mode") as string;
        var synchronous = Scalar(connection, "PRAGMA synchronous");
        if (journal != "wal" || synchronous is not 2L)
        {
            throw new InvalidDataException(
                $"The database can't be kept durable here: journal_mode is {journal}, synchronous is {synchronous}. "
                + "Put it on a local disk.");
        }
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
        var done = Version(connection);
        if (done > Steps.Length)
        {
            throw new InvalidDataException(
                $"The database has shape {done}, but this program knows only {Steps.Length}: a newer one wrote it. Start that one.");
        }

        for (; done < Steps.Length; done++)
        {
            Execute(connection, Steps[done]);
        }

        Execute(connection, "PRAGMA user_version = " + done.ToString(CultureInfo.InvariantCulture));
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection) =>
        Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);

    [SuppressMessage("Security", "CA2100", Justification = "Constants of this file.")]
    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [SuppressMessage("Security", "CA2100", Justification = "Constants of this file, and numbers.")]
    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
