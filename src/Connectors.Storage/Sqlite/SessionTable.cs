using System.Globalization;
using Connectors.Core.Sessions;
using Connectors.Storage.Sessions;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>The session table: what is searched for stands in columns, everything else is in the sealed box.</summary>
internal static class SessionTable
{
    public const string Create = """
        CREATE TABLE session (
            id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            tenant_id TEXT NOT NULL,
            connector_id TEXT,
            avatar_session_id TEXT,
            started INTEGER NOT NULL,
            stop_required INTEGER NOT NULL,
            stop_confirmed INTEGER NOT NULL,
            created_at INTEGER NOT NULL, -- UTC, in units of 100 ns since the year 1, as the others
            updated_at INTEGER NOT NULL,
            ended_at INTEGER,
            state TEXT NOT NULL,
            end_result TEXT,
            end_side TEXT,
            end_reason TEXT,
            box BLOB NOT NULL
        ) STRICT;
        CREATE INDEX session_unfinished ON session (created_at, id) WHERE state <> 'Ended';
        CREATE INDEX session_stop_owed ON session (updated_at, id)
            WHERE state = 'Ended' AND stop_required = 1 AND stop_confirmed = 0;
        """;

    public const string Insert = """
        INSERT INTO session VALUES ($id, 1, $schema, $tenant, $connector, $avatar, $started, $required, $confirmed,
            $created, $updated, $ended, $state, $result, $side, $reason, $box)
        ON CONFLICT (id) DO NOTHING
        """;

    // A row of a newer schema may hold what this program doesn't know: it must not be overwritten.
    public const string Update = """
        UPDATE session SET version = version + 1, schema = $schema, tenant_id = $tenant, connector_id = $connector,
            avatar_session_id = $avatar, started = $started, stop_required = $required, stop_confirmed = $confirmed,
            created_at = $created, updated_at = $updated, ended_at = $ended, state = $state, end_result = $result,
            end_side = $side, end_reason = $reason, box = $box
        WHERE id = $id AND version = $version AND schema <= $schema
        """;

    // Step of the database's shape: a tenant's sessions in the order of their ids.
    public const string CreateTenantIndex = "CREATE INDEX session_tenant ON session (tenant_id, id)";

    public const string SelectOne = Select + " WHERE id = $id";

    public const string SelectOfTenant = SelectOne + " AND tenant_id = $tenant";

    public const string SelectUnfinished = Select + """
         WHERE state <> 'Ended' AND (created_at, id) > ($created, $id) ORDER BY created_at, id LIMIT $limit
        """;

    public const string SelectStopOwed = Select + """
         WHERE state = 'Ended' AND stop_required = 1 AND stop_confirmed = 0 AND (updated_at, id) > ($updated, $id)
        ORDER BY updated_at, id LIMIT $limit
        """;

    public const string SelectUp = Select + """
         WHERE tenant_id = $tenant AND id > $id AND ($states IS NULL OR instr($states, state)) ORDER BY id LIMIT $limit
        """;

    public const string SelectDown = Select + """
         WHERE tenant_id = $tenant AND id < $id AND ($states IS NULL OR instr($states, state)) ORDER BY id DESC LIMIT $limit
        """;

    public const string DeleteEnded = """
        DELETE FROM session WHERE id IN (
            SELECT id FROM session WHERE tenant_id = $tenant AND state = 'Ended' AND ended_at < $before
                AND (stop_required = 0 OR stop_confirmed = 1) LIMIT $limit)
        """;

    public const string DeleteAll = "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE tenant_id = $tenant LIMIT $limit)";

    private const string Select = """
        SELECT id, version, schema, tenant_id, connector_id, avatar_session_id, started, stop_required, stop_confirmed,
            created_at, updated_at, ended_at, state, end_result, end_side, end_reason, box FROM session
        """;

    /// <summary>Binds all columns but the version.</summary>
    public static void Bind(SqliteParameterCollection parameters, SessionRecord record, byte[] box)
    {
        Bind(parameters, "$id", record.Id);
        Bind(parameters, "$schema", SessionRecord.CurrentSchema);
        Bind(parameters, "$tenant", record.TenantId);
        Bind(parameters, "$connector", record.ConnectorId);
        Bind(parameters, "$avatar", record.AvatarSessionId);
        Bind(parameters, "$started", record.Started);
        Bind(parameters, "$required", record.StopRequired);
        Bind(parameters, "$confirmed", record.StopConfirmed);
        Bind(parameters, "$created", record.CreatedAt.UtcTicks);
        Bind(parameters, "$updated", record.UpdatedAt.UtcTicks);
        Bind(parameters, "$ended", record.EndedAt?.UtcTicks);
        Bind(parameters, "$state", record.State.ToString());
        Bind(parameters, "$result", record.End?.Result.ToString());
        Bind(parameters, "$side", record.End?.EndedBy.ToString());
        Bind(parameters, "$reason", record.End?.Reason);
        Bind(parameters, "$box", box);
    }

    /// <summary>Reads a row; what is sealed is still in its box.</summary>
    public static SessionRow Read(SqliteDataReader row) => new(
        new()
        {
            Id = row.GetString(0),
            Version = row.GetInt64(1),
            Schema = row.GetInt64(2),
            TenantId = row.GetString(3),
            ConnectorId = Text(row, 4),
            AvatarSessionId = Text(row, 5),
            Started = row.GetBoolean(6),
            StopRequired = row.GetBoolean(7),
            StopConfirmed = row.GetBoolean(8),
            Created = row.GetInt64(9),
            Updated = row.GetInt64(10),
            Ended = row.IsDBNull(11) ? null : row.GetInt64(11),
            State = row.GetString(12),
            Result = Text(row, 13),
            Side = Text(row, 14),
            Reason = Text(row, 15),
        },
        (byte[])row.GetValue(16));

    public static void Bind(SqliteParameterCollection parameters, string name, object? value) =>
        parameters.AddWithValue(name, value is bool flag ? Convert.ToInt32(flag, CultureInfo.InvariantCulture) : value ?? DBNull.Value);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
