using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connectors.Core.Records;
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
            await WriteUntilKilledAsync(StoreWriter.Sessions, random.Next(1, 60), acknowledged);
            await AssertSessionsThereAsync(acknowledged);
        }

        Assert.True(acknowledged.Count >= 6);
    }

    [Fact(Timeout = 120_000)]
    public async Task Store_ProcessKilledInTheMiddleOfAThousandBatches_HasAllThatWereAcknowledgedAndNoneByHalves()
    {
        var random = new Random(11);
        Dictionary<string, long> acknowledged = [];
        for (var round = 0; round < 6; round++)
        {
            await WriteUntilKilledAsync(StoreWriter.Records, random.Next(1, 1_000), acknowledged);
            await AssertBatchesThereAsync(acknowledged);
        }

        Assert.All(acknowledged.Values, written => Assert.Equal(1, written));
        Assert.True(acknowledged.Count >= 1_000, $"Only {acknowledged.Count} batches were acknowledged.");
    }

    private static Process StartWriter(string path, string what, TcpListener listener)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StoreWriter).Assembly.Location]) { RedirectStandardError = true };
        start.Environment[StoreWriter.PathVariable] = path;
        start.Environment[StoreWriter.WhatVariable] = what;
        start.Environment[StoreWriter.PortVariable] = $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        return Process.Start(start)!;
    }

    private async Task WriteUntilKilledAsync(string what, int writes, Dictionary<string, long> acknowledged)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var writer = StartWriter(Options.Path, what, listener);
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

    private async Task AssertSessionsThereAsync(Dictionary<string, long> acknowledged)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = SqliteDatabase.Open(Options);
        using var ring = StoreWriter.OpenRing(Options);
        using var vault = StoreWriter.OpenVault(database, ring);
        var store = new SqliteSessionStore(database, vault, NullLogger<SqliteSessionStore>.Instance);
        foreach (var (id, version) in acknowledged)
        {
            var record = await store.FindAsync(id, cancellation);

            // One more write may have reached the disk than was told.
            Assert.InRange(record?.Version ?? 0, version, version + 1);
            Assert.Equal("api-key", record?.AvatarCredential?.Reveal());
        }

        Assert.Equal("ok", await database.ReadAsync(Check, cancellation));
    }

    private async Task AssertBatchesThereAsync(Dictionary<string, long> acknowledged)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = SqliteDatabase.Open(Options);
        var store = new SqliteRecordStore(database);
        Dictionary<string, int> parts = [];
        var query = new RecordQuery(StoreWriter.Kind, "tenant-1") { Limit = 1_000 };
        while (await store.ListAsync(query, cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                var part = (byte)(record.Key.Id[^1] - '0');
                Assert.Equal((5_000, -1), (record.Body.Length, record.Body.Span.IndexOfAnyExcept(part)));
                parts[record.Tag!] = parts.GetValueOrDefault(record.Tag!) + 1;
            }

            query = query with { After = page[^1].Key.Id };
        }

        Assert.All(parts.Values, count => Assert.Equal(StoreWriter.BatchRecords, count));
        Assert.Empty(acknowledged.Keys.Except(parts.Keys));
        Assert.Equal("ok", await database.ReadAsync(Check, cancellation));
    }

    private static object? Check(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar();
    }
}
