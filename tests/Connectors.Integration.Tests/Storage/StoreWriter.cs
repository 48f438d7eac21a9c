using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Connectors.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Integration.Tests.Storage;

/// <summary>
/// A process that does nothing but write sessions or batches of records, and name each acknowledged write to a socket, until
/// somebody kills it. It is this assembly started again with these variables set: no other executable is needed.
/// </summary>
internal static class StoreWriter
{
    /// <summary>The database to write.</summary>
    public const string PathVariable = "CONNECTORS_TEST_STORE_PATH";

    /// <summary>The port on loopback to tell.</summary>
    public const string PortVariable = "CONNECTORS_TEST_STORE_PORT";

    /// <summary>What to write: <see cref="Sessions"/> or <see cref="Records"/>.</summary>
    public const string WhatVariable = "CONNECTORS_TEST_STORE_WHAT";

    public const string Sessions = "sessions";

    public const string Records = "records";

    /// <summary>The kind of the records.</summary>
    public const string Kind = "written";

    /// <summary>How many records are in a batch.</summary>
    public const int BatchRecords = 4;

    // So many batches wait for the same commit.
    private const int BatchesAtOnce = 5;

    // Bounded, should the test die first.
    private const int MaximumWrites = 20_000;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test assembly is the application here; its entry point is generated.")]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { } path && Environment.GetEnvironmentVariable(PortVariable) is { } port)
        {
            using var client = new TcpClient("127.0.0.1", int.Parse(port, CultureInfo.InvariantCulture));
            using var output = new StreamWriter(client.GetStream()) { AutoFlush = true };
            var options = new SqliteStorageOptions { Path = path };
            if (Environment.GetEnvironmentVariable(WhatVariable) == Records)
            {
                WriteRecords(options, output);
            }
            else
            {
                WriteSessions(options, output);
            }

            throw new InvalidOperationException("Nobody ended the writer.");
        }
    }

    internal static KeyRingSource OpenRing(SqliteStorageOptions options) =>
        KeyRingSource.FromFile(options.KeyRingPath, TimeProvider.System, NullLogger<KeyRingSource>.Instance);

    internal static TenantVault OpenVault(SqliteDatabase database, KeyRingSource ring) =>
        new(new SqliteRecordStore(database), new KeyRingEncryption(ring), TimeProvider.System);

    // Blocking calls only: other threads can't run this assembly's code before its initializer has ended.
    private static void WriteSessions(SqliteStorageOptions options, StreamWriter output)
    {
        var database = SqliteDatabase.Open(options);
        using var ring = OpenRing(options);
        using var vault = OpenVault(database, ring);
        var store = new SqliteSessionStore(database, vault, NullLogger<SqliteSessionStore>.Instance);
        SessionRecord? record = null;
        for (var i = 0; i < MaximumWrites; i++)
        {
            record = record is null || i % 3 == 0
                ? store.AddAsync(New(), CancellationToken.None).GetAwaiter().GetResult()
                : store.UpdateAsync(record with { Started = true, StopRequired = true }, CancellationToken.None).GetAwaiter().GetResult();
            output.WriteLine($"{record!.Id} {record.Version}");
        }
    }

    private static void WriteRecords(SqliteStorageOptions options, StreamWriter output)
    {
        var store = new SqliteRecordStore(SqliteDatabase.Open(options));
        for (var i = 0; i < MaximumWrites; i += BatchesAtOnce)
        {
            var batches = new List<(string Id, Task<RecordKey?> Written)>();
            for (var j = 0; j < BatchesAtOnce; j++)
            {
                var id = Guid.NewGuid().ToString();
                batches.Add((id, store.WriteAsync(Batch(id), CancellationToken.None)));
            }

            foreach (var (id, written) in batches)
            {
                var unmet = written.GetAwaiter().GetResult();
                output.WriteLine($"{id} {(unmet is null ? 1 : 0)}");
            }
        }
    }

    private static List<RecordWrite> Batch(string id)
    {
        var writes = new List<RecordWrite>();
        for (var part = 0; part < BatchRecords; part++)
        {
            // Larger than a page of the database, so that half a record could be seen.
            var body = new byte[5_000];
            Array.Fill(body, (byte)part);
            writes.Add(new RecordWrite.Add(new() { Key = new(Kind, "tenant-1", $"{id}-{part}"), Tag = id, Body = body }));
        }

        return writes;
    }

    private static SessionRecord New()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new SessionRecord
        {
            Id = Guid.NewGuid().ToString(),
            TenantId = "tenant-1",
            Room = new RoomSource.LiveAvatarRoom(),
            AvatarCredential = new Secret("api-key"),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
