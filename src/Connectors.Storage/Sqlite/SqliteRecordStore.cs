using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>Records in the embedded database.</summary>
/// <param name="database">The database.</param>
[SuppressMessage("Security", "CA2100", Justification = "Constants of RecordTable.")]
internal sealed class SqliteRecordStore(SqliteDatabase database) : IRecordStore
{
    // So many are removed in one go; who wants to write meanwhile gets his turn between two.
    private const int RemovedAtOnce = 500;

    /// <inheritdoc/>
    public Task<RecordKey?> WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken)
    {
        RecordLimits.Check(writes);
        cancellationToken.ThrowIfCancellationRequested();
        return writes.Count == 0
            ? Task.FromResult<RecordKey?>(null)
            : database.WriteAsync(connection => Write(connection, writes), unmet => unmet is null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RecordLimits.IsPossible(key)
            ? await database.ReadAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = RecordTable.SelectOne;
                    RecordTable.Bind(command.Parameters, key);
                    return Read(command) is [var record] ? record : null;
                },
                cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(query.Limit);
        return database.ReadAsync<IReadOnlyList<StoredRecord>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = (query.Tag is not null, query.Descending) switch
                {
                    (false, false) => RecordTable.SelectUp,
                    (false, true) => RecordTable.SelectDown,
                    (true, false) => RecordTable.SelectTagUp,
                    (true, true) => RecordTable.SelectTagDown,
                };
                RecordTable.Bind(command.Parameters, "$tenant", query.TenantId);
                RecordTable.Bind(command.Parameters, "$kind", query.Kind);
                RecordTable.Bind(command.Parameters, "$tag", query.Tag);

                // For SQLite every text is greater than the empty one and less than any blob.
                object beginning = query.Descending ? Array.Empty<byte>() : string.Empty;
                RecordTable.Bind(command.Parameters, "$after", query.After ?? beginning);
                RecordTable.Bind(command.Parameters, "$limit", query.Limit);
                return Read(command);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListDueAsync(
        string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        RecordLimits.CheckLimit(limit);
        return database.ReadAsync<IReadOnlyList<StoredRecord>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = RecordTable.SelectDue;
                RecordTable.Bind(command.Parameters, "$kind", kind);
                RecordTable.Bind(command.Parameters, "$due", until.ToUnixTimeMilliseconds());
                RecordTable.Bind(command.Parameters, "$limit", limit);
                return Read(command);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> RemoveAllAsync(string tenantId, string? kind, string? tag, CancellationToken cancellationToken)
    {
        RecordLimits.CheckRemoval(tenantId, kind, tag);
        for (var removed = 0L; ;)
        {
            var now = await database.WriteAsync(connection => RemoveSome(connection, tenantId, kind, tag), cancellationToken);
            removed += now;
            if (now < RemovedAtOnce)
            {
                return removed;
            }
        }
    }

    private static RecordKey? Write(SqliteConnection connection, IReadOnlyList<RecordWrite> writes)
    {
        foreach (var write in writes)
        {
            using var command = connection.CreateCommand();
            switch (write)
            {
                case RecordWrite.Add add:
                    command.CommandText = RecordTable.Insert;
                    RecordTable.Bind(command.Parameters, add.Record);
                    break;
                case RecordWrite.Replace replace:
                    command.CommandText = RecordTable.Update;
                    RecordTable.Bind(command.Parameters, replace.Record);
                    RecordTable.Bind(command.Parameters, "$version", replace.Record.Version);
                    break;
                case RecordWrite.Remove remove:
                    command.CommandText = remove.Version is null ? RecordTable.Delete : RecordTable.DeleteVersion;
                    RecordTable.Bind(command.Parameters, remove.Name);
                    RecordTable.Bind(command.Parameters, "$version", remove.Version);
                    break;
            }

            if (command.ExecuteNonQuery() != 1 && write is not RecordWrite.Remove { Version: null })
            {
                return write.Key;
            }
        }

        return null;
    }

    private static int RemoveSome(SqliteConnection connection, string tenantId, string? kind, string? tag)
    {
        using var command = connection.CreateCommand();
        command.CommandText = kind is null ? RecordTable.DeleteTenant : tag is null ? RecordTable.DeleteKind : RecordTable.DeleteTag;
        RecordTable.Bind(command.Parameters, "$tenant", tenantId);
        RecordTable.Bind(command.Parameters, "$kind", kind);
        RecordTable.Bind(command.Parameters, "$tag", tag);
        RecordTable.Bind(command.Parameters, "$limit", RemovedAtOnce);
        return command.ExecuteNonQuery();
    }

    private static List<StoredRecord> Read(SqliteCommand command)
    {
        List<StoredRecord> records = [];
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            records.Add(RecordTable.Read(rows));
        }

        return records;
    }
}
