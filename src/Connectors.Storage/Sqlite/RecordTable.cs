using Connectors.Core.Records;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>The table of records of all kinds.</summary>
internal static class RecordTable
{
    // The tenant comes first: what belongs to one is read, counted and removed together.
    public const string Create = """
        CREATE TABLE record (
            tenant_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            tag TEXT,
            due INTEGER, -- UTC, milliseconds since 1970
            body BLOB NOT NULL,
            PRIMARY KEY (tenant_id, kind, id)
        ) STRICT;
        CREATE INDEX record_tag ON record (tenant_id, kind, tag, id) WHERE tag IS NOT NULL;
        CREATE INDEX record_due ON record (kind, due, tenant_id, id) WHERE due IS NOT NULL;
        """;

    public const string Insert = """
        INSERT INTO record (tenant_id, kind, id, version, tag, due, body) VALUES ($tenant, $kind, $id, 1, $tag, $due, $body)
        ON CONFLICT DO NOTHING
        """;

    public const string Update = """
        UPDATE record SET version = version + 1, tag = $tag, due = $due, body = $body
        WHERE tenant_id = $tenant AND kind = $kind AND id = $id AND version = $version
        """;

    public const string Delete = "DELETE FROM record WHERE tenant_id = $tenant AND kind = $kind AND id = $id";

    public const string DeleteVersion = Delete + " AND version = $version";

    public const string SelectOne = Select + " WHERE tenant_id = $tenant AND kind = $kind AND id = $id";

    public const string SelectUp = Select + " WHERE tenant_id = $tenant AND kind = $kind AND id > $after ORDER BY id LIMIT $limit";

    public const string SelectDown = Select + " WHERE tenant_id = $tenant AND kind = $kind AND id < $after ORDER BY id DESC LIMIT $limit";

    public const string SelectTagUp =
        Select + " WHERE tenant_id = $tenant AND kind = $kind AND tag = $tag AND id > $after ORDER BY id LIMIT $limit";

    public const string SelectTagDown =
        Select + " WHERE tenant_id = $tenant AND kind = $kind AND tag = $tag AND id < $after ORDER BY id DESC LIMIT $limit";

    public const string SelectDue = Select + " WHERE kind = $kind AND due <= $due ORDER BY due, tenant_id, id LIMIT $limit";

    public const string DeleteTenant = DeleteSome + "tenant_id = $tenant LIMIT $limit)";

    public const string DeleteKind = DeleteSome + "tenant_id = $tenant AND kind = $kind LIMIT $limit)";

    public const string DeleteTag = DeleteSome + "tenant_id = $tenant AND kind = $kind AND tag = $tag LIMIT $limit)";

    private const string Select = "SELECT tenant_id, kind, id, version, tag, due, body FROM record";

    private const string DeleteSome = "DELETE FROM record WHERE rowid IN (SELECT rowid FROM record WHERE ";

    public static void Bind(SqliteParameterCollection parameters, RecordKey key)
    {
        Bind(parameters, "$tenant", key.TenantId);
        Bind(parameters, "$kind", key.Kind);
        Bind(parameters, "$id", key.Id);
    }

    public static void Bind(SqliteParameterCollection parameters, StoredRecord record)
    {
        Bind(parameters, record.Key);
        Bind(parameters, "$tag", record.Tag);
        Bind(parameters, "$due", record.Due?.ToUnixTimeMilliseconds());
        Bind(parameters, "$body", record.Body.ToArray());
    }

    public static void Bind(SqliteParameterCollection parameters, string name, object? value) =>
        parameters.AddWithValue(name, value ?? DBNull.Value);

    public static StoredRecord Read(SqliteDataReader row) => new()
    {
        Key = new RecordKey(row.GetString(1), row.GetString(0), row.GetString(2)),
        Version = row.GetInt64(3),
        Tag = row.IsDBNull(4) ? null : row.GetString(4),
        Due = row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        Body = row.GetFieldValue<byte[]>(6),
    };
}
