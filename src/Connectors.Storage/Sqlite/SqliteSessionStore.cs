using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Connectors.Storage.Sqlite;

/// <summary>Session records in the embedded database.</summary>
/// <param name="database">The database.</param>
/// <param name="vault">Seals what is secret.</param>
/// <param name="logger">Told of rows that can't be read.</param>
[SuppressMessage("Security", "CA2100", Justification = "Constants of SessionTable.")]
internal sealed partial class SqliteSessionStore(SqliteDatabase database, IVault vault, ILogger<SqliteSessionStore> logger)
    : ISessionStore
{
    // So many are removed in one go; who wants to write meanwhile gets his turn between two.
    private const int RemovedAtOnce = 500;

    private long _unreadable;

    /// <summary>How often a row was left out because it could not be read.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <inheritdoc/>
    public async Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(SessionTable.Insert, record, cancellationToken)
            ? record with { Version = 1, Schema = SessionRecord.CurrentSchema }
            : null;

    /// <inheritdoc/>
    public async Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(SessionTable.Update, record, cancellationToken)
            ? record with { Version = record.Version + 1, Schema = SessionRecord.CurrentSchema }
            : null;

    /// <inheritdoc/>
    public Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(SessionTable.SelectOne, null, id, cancellationToken);

    /// <inheritdoc/>
    public Task<SessionRecord?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        FindAsync(SessionTable.SelectOfTenant, tenantId, id, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            SessionTable.SelectUnfinished,
            (parameters, last) =>
            {
                SessionTable.Bind(parameters, "$created", last?.Created ?? long.MinValue);
                SessionTable.Bind(parameters, "$id", last?.Id ?? string.Empty);
            },
            limit,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            SessionTable.SelectStopOwed,
            (parameters, last) =>
            {
                SessionTable.Bind(parameters, "$updated", last?.Updated ?? long.MinValue);
                SessionTable.Bind(parameters, "$id", last?.Id ?? string.Empty);
            },
            limit,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(query.Limit);

        // For SQLite every text is greater than the empty one and less than any blob.
        object beginning = query.Descending ? Array.Empty<byte>() : string.Empty;
        var states = query.States is null ? null : string.Join(' ', query.States);
        return ReadAsync(
            query.Descending ? SessionTable.SelectDown : SessionTable.SelectUp,
            (parameters, last) =>
            {
                SessionTable.Bind(parameters, "$tenant", query.TenantId);
                SessionTable.Bind(parameters, "$states", states);
                SessionTable.Bind(parameters, "$id", last?.Id ?? query.After ?? beginning);
            },
            query.Limit,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> RemoveEndedAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken) =>
        RemoveAsync(SessionTable.DeleteEnded, tenantId, before.UtcTicks, cancellationToken);

    /// <inheritdoc/>
    public Task<long> RemoveAllAsync(string tenantId, CancellationToken cancellationToken) =>
        RemoveAsync(SessionTable.DeleteAll, tenantId, null, cancellationToken);

    private async Task<bool> WriteAsync(string sql, SessionRecord record, CancellationToken cancellationToken)
    {
        var box = await vault.SealAsync(SealedSession.NameOf(record), SealedSession.From(record).ToJson(), cancellationToken);
        return await database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                SessionTable.Bind(command.Parameters, record, box);
                SessionTable.Bind(command.Parameters, "$version", record.Version);
                return command.ExecuteNonQuery() == 1;
            },
            cancellationToken);
    }

    private async Task<long> RemoveAsync(string sql, string tenantId, long? before, CancellationToken cancellationToken)
    {
        for (var removed = 0L; ;)
        {
            var now = await database.WriteAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    SessionTable.Bind(command.Parameters, "$tenant", tenantId);
                    SessionTable.Bind(command.Parameters, "$before", before);
                    SessionTable.Bind(command.Parameters, "$limit", RemovedAtOnce);
                    return command.ExecuteNonQuery();
                },
                cancellationToken);
            removed += now;
            if (now < RemovedAtOnce)
            {
                return removed;
            }
        }
    }

    private async Task<SessionRecord?> FindAsync(string sql, string? tenantId, string id, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                SessionTable.Bind(command.Parameters, "$id", id);
                SessionTable.Bind(command.Parameters, "$tenant", tenantId);
                return Rows(command);
            },
            cancellationToken);
        return found is [var row] ? await OpenAsync(row, cancellationToken) : null;
    }

    // The limit counts readable rows: unreadable ones at the front must not hide those behind them.
    private async Task<IReadOnlyList<SessionRecord>> ReadAsync(
        string sql, Action<SqliteParameterCollection, SessionRow?> bind, int limit, CancellationToken cancellationToken)
    {
        List<SessionRecord> records = [];
        SessionRow? last = null;
        while (records.Count < limit)
        {
            var asked = limit - records.Count;
            var rows = await database.ReadAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    bind(command.Parameters, last);
                    SessionTable.Bind(command.Parameters, "$limit", asked);
                    return Rows(command);
                },
                cancellationToken);
            foreach (var row in rows)
            {
                if (await OpenAsync(row, cancellationToken) is { } record)
                {
                    records.Add(record);
                }
            }

            if (rows.Count < asked)
            {
                break;
            }

            last = rows[^1];
        }

        return records;
    }

    private static List<SessionRow> Rows(SqliteCommand command)
    {
        List<SessionRow> rows = [];
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(SessionTable.Read(reader));
        }

        return rows;
    }

    private async ValueTask<SessionRecord?> OpenAsync(SessionRow row, CancellationToken cancellationToken)
    {
        if (row.Record is { } record && await OpenAsync(record, row.Box, cancellationToken) is { } content
            && SealedSession.Parse(content) is { } secrets)
        {
            return secrets.AddTo(record);
        }

        Interlocked.Increment(ref _unreadable);
        Log.RowUnreadable(logger, row.Id);
        return null;
    }

    private async ValueTask<byte[]?> OpenAsync(SessionRecord record, byte[] box, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.OpenAsync(SealedSession.NameOf(record), box, cancellationToken);
        }
        catch (VaultException e)
        {
            Log.BoxUnopened(logger, record.Id, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        // Another key, a newer schema, or damage.
        [LoggerMessage(4001, LogLevel.Error, "Session {SessionId} was left out because its row could not be read")]
        public static partial void RowUnreadable(ILogger logger, string sessionId);

        [LoggerMessage(4002, LogLevel.Error, "The box of session {SessionId} could not be opened: {Fault}")]
        public static partial void BoxUnopened(ILogger logger, string sessionId, string fault);
    }
}
