using Connectors.Core.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Connectors.Storage.Sqlite;

/// <summary>Session records in the embedded database.</summary>
/// <param name="database">The database.</param>
/// <param name="seal">Seals what is secret.</param>
/// <param name="logger">Told of rows that can't be read.</param>
internal sealed partial class SqliteSessionStore(SqliteDatabase database, ISealedBox seal, ILogger<SqliteSessionStore> logger)
    : ISessionStore
{
    private long _unreadable;

    /// <summary>How often a row was left out because it could not be read.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <inheritdoc/>
    public Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var box = Seal(record);
        return database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SessionTable.Insert;
                SessionTable.Bind(command.Parameters, record, box);
                return command.ExecuteNonQuery() == 1 ? record with { Version = 1, Schema = SessionRecord.CurrentSchema } : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var box = Seal(record);
        return database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SessionTable.Update;
                SessionTable.Bind(command.Parameters, record, box);
                SessionTable.Bind(command.Parameters, "$version", record.Version);
                return command.ExecuteNonQuery() == 1
                    ? record with { Version = record.Version + 1, Schema = SessionRecord.CurrentSchema }
                    : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SessionTable.SelectOne;
                SessionTable.Bind(command.Parameters, "$id", id);
                return Read(command, 1);
            },
            cancellationToken);
        return found is [var record] ? record : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SessionRecord>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SessionTable.SelectUnfinished;
                return Read(command, limit);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SessionRecord>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SessionTable.SelectStopOwed;
                return Read(command, limit);
            },
            cancellationToken);

    // The limit counts readable rows: unreadable ones at the front must not hide those behind them.
    private List<SessionRecord> Read(SqliteCommand command, int limit)
    {
        List<SessionRecord> records = [];
        using var rows = command.ExecuteReader();
        while (records.Count < limit && rows.Read())
        {
            if (SessionTable.Read(rows, seal) is { } record)
            {
                records.Add(record);
            }
            else
            {
                Interlocked.Increment(ref _unreadable);
                Log.RowUnreadable(logger, rows.GetString(0));
            }
        }

        return records;
    }

    private byte[] Seal(SessionRecord record) => seal.Seal(SealedSession.From(record).ToJson(), SealedSession.Owner(record.Id));

    private static partial class Log
    {
        // Another key, a newer schema, or damage.
        [LoggerMessage(4001, LogLevel.Error, "Session {SessionId} was left out because its row could not be read")]
        public static partial void RowUnreadable(ILogger logger, string sessionId);
    }
}
