using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Connectors.Core.Sessions;
using Connectors.Storage;
using Connectors.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Integration.Tests.Storage;

/// <summary>
/// A process that does nothing but write sessions and name each acknowledged write to a socket, until somebody kills it.
/// It is this assembly started again with both variables set: no other executable is needed.
/// </summary>
internal static class StoreWriter
{
    /// <summary>The database to write.</summary>
    public const string PathVariable = "CONNECTORS_TEST_STORE_PATH";

    /// <summary>The port on loopback to tell.</summary>
    public const string PortVariable = "CONNECTORS_TEST_STORE_PORT";

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
            Write(new SqliteStorageOptions { Path = path }, output);
        }
    }

    // Blocking calls only: other threads can't run this assembly's code before its initializer has ended.
    private static void Write(SqliteStorageOptions options, StreamWriter output)
    {
        var store = new SqliteSessionStore(
            SqliteDatabase.Open(options), FileSealedBox.Load(options.KeyPath), NullLogger<SqliteSessionStore>.Instance);
        SessionRecord? record = null;
        for (var i = 0; i < MaximumWrites; i++)
        {
            record = record is null || i % 3 == 0
                ? store.AddAsync(New(), CancellationToken.None).GetAwaiter().GetResult()
                : store.UpdateAsync(record with { Started = true, StopRequired = true }, CancellationToken.None).GetAwaiter().GetResult();
            output.WriteLine($"{record!.Id} {record.Version}");
        }

        throw new InvalidOperationException("Nobody ended the writer.");
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
