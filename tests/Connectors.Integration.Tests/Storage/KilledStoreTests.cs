using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connectors.Storage;
using Connectors.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Integration.Tests.Storage;

public sealed class KilledStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    private SqliteStorageOptions Options => new() { Path = Path.Combine(_folder.FullName, "sessions.db") };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task Store_ProcessKilledInTheMiddleOfWrites_HasEverythingThatWasAcknowledged()
    {
        var random = new Random(9);
        Dictionary<string, long> acknowledged = [];
        for (var round = 0; round < 6; round++)
        {
            await WriteUntilKilledAsync(random.Next(1, 60), acknowledged);
            await AssertAllThereAsync(acknowledged);
        }

        Assert.True(acknowledged.Count >= 6);
    }

    private static Process StartWriter(string path, TcpListener listener)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StoreWriter).Assembly.Location]) { RedirectStandardError = true };
        start.Environment[StoreWriter.PathVariable] = path;
        start.Environment[StoreWriter.PortVariable] = $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        return Process.Start(start)!;
    }

    private async Task WriteUntilKilledAsync(int writes, Dictionary<string, long> acknowledged)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var writer = StartWriter(Options.Path, listener);
        try
        {
            var errors = writer.StandardError.ReadToEndAsync(cancellation);
            var accepted = listener.AcceptTcpClientAsync(cancellation).AsTask();
            Assert.True(await Task.WhenAny(accepted, errors) == accepted, "The writer ended before it began.");
            using var client = await accepted;
            using var told = new StreamReader(client.GetStream());
            for (var seen = 1; await told.ReadLineAsync(cancellation) is { } line; seen++)
            {
                // A line cut by the kill names nothing; all others were written after the store had acknowledged.
                if (line.Split(' ') is [{ Length: 36 } id, var version]
                    && long.TryParse(version, CultureInfo.InvariantCulture, out var number))
                {
                    acknowledged[id] = number;
                }

                if (seen == writes)
                {
                    writer.Kill();
                }
            }

            await writer.WaitForExitAsync(cancellation);
            Assert.True(writer.ExitCode == 137, await errors);
        }
        finally
        {
            writer.Kill();
        }
    }

    private async Task AssertAllThereAsync(Dictionary<string, long> acknowledged)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = SqliteDatabase.Open(Options);
        var store = new SqliteSessionStore(database, FileSealedBox.Load(Options.KeyPath), NullLogger<SqliteSessionStore>.Instance);
        foreach (var (id, version) in acknowledged)
        {
            var record = await store.FindAsync(id, cancellation);

            // One more write may have reached the disk than was told.
            Assert.InRange(record?.Version ?? 0, version, version + 1);
            Assert.Equal("api-key", record?.AvatarCredential?.Reveal());
        }

        Assert.Equal("ok", await database.RunAsync(Check, cancellation));
    }

    private static object? Check(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar();
    }
}
