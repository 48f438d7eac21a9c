using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Connectors.Storage.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Connectors.Storage.Sqlite;

/// <summary>Session records in the embedded database.</summary>
/// <param name="database">The database.</param>
/// <param name="vault">Seals what is secret.</param>
/// <param name="logger">Told of rows that can't be read.</param>
[SuppressMessage("Security", "CA2100", Justification = "Constants of SessionTable.")]
internal sealed class SqliteSessionStore(SqliteDatabase database, IVault vault, ILogger<SqliteSessionStore> logger)
    : ISessionStore
{
    // So many are removed in one go; who wants to write meanwhile gets his turn between two.
    private const int RemovedAtOnce = 500;

    private readonly SealedSessions _sessions = new(vault, logger);

    /// <summary>How often a row was left out because it could not be read.</summary>
    public long Unreadable => _sessions.Unreadable;

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
                SessionTable.Bind(parameters, "$created", last?.Fields.Created ?? long.MinValue);
                SessionTable.Bind(parameters, "$id", last?.Fields.Id ?? string.Empty);
            },
            limit,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            SessionTable.SelectStopOwed,
            (parameters, last) =>
            {
                SessionTable.Bind(parameters, "$updated", last?.Fields.Updated ?? long.MinValue);
                SessionTable.Bind(parameters, "$id", last?.Fields.Id ?? string.Empty);
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
                SessionTable.Bind(parameters, "$id", last?.Fields.Id ?? query.After ?? beginning);
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
        var box = await _sessions.SealAsync(record, cancellationToken);
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
        return found is [var row] ? await _sessions.OpenAsync(row, cancellationToken) : null;
    }

    private Task<IReadOnlyList<SessionRecord>> ReadAsync(
        string sql, Action<SqliteParameterCollection, SessionRow?> bind, int limit, CancellationToken cancellationToken) =>
        _sessions.ListAsync(
            (last, asked) => database.ReadAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    bind(command.Parameters, last);
                    SessionTable.Bind(command.Parameters, "$limit", asked);
                    return Rows(command);
                },
                cancellationToken),
            limit,
            cancellationToken);

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
}
