using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Storage;
using Connectors.Storage.Sqlite;
using Connectors.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Storage.Sqlite;

public sealed class SqliteRecordStoreTests : RecordStoreContract, IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    [Fact]
    public async Task Open_Again_HasEverything()
    {
        await AddAsync(_database.OpenRecords(), New("a", "kept"));
        await _database.CloseAsync();

        Assert.Equal("kept", Text((await _database.OpenRecords().FindAsync(New("a").Key, Cancellation))!));
    }

    [Fact]
    public async Task Write_ByTwoProcesses_LosesNoChange()
    {
        SqliteRecordStore[] stores = [_database.OpenRecords(), _database.OpenRecords()];
        await AddAsync(stores[0], New("a"));
        for (var version = 1; version <= 20; version++)
        {
            var write = new RecordWrite.Replace(New("a") with { Version = version });
            var unmet = await Task.WhenAll(stores.Select(store => store.WriteAsync([write], Cancellation)));
            Assert.Single(unmet, key => key is null);
        }
    }

    [Fact]
    public async Task Read_WhileSomebodyElseWrites_DoesNotWait()
    {
        var database = _database.OpenDatabase();
        var store = new SqliteRecordStore(database);
        await AddAsync(store, New("a", "before"));
        using var begun = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        var slow = database.WriteAsync(
            _ =>
            {
                begun.Release();
                return end.Wait(TimeSpan.FromSeconds(30), Cancellation);
            },
            Cancellation);
        await begun.WaitAsync(Cancellation);
        var queued = store.WriteAsync([new RecordWrite.Replace(New("a", "after") with { Version = 1 })], Cancellation);

        Assert.Equal("before", Text((await store.FindAsync(New("a").Key, Cancellation))!));
        Assert.Single(await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation));
        Assert.False(queued.IsCompleted);
        end.Release();
        Assert.True(await slow);
        Assert.Null(await queued);
        Assert.Equal("after", Text((await store.FindAsync(New("a").Key, Cancellation))!));
    }

    [Fact]
    public async Task Write_TogetherWithOnesThatFail_KeepsTheGoodOnes()
    {
        var database = _database.OpenDatabase();
        var store = new SqliteRecordStore(database);
        await AddAsync(store, New("taken"));
        using var begun = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        var first = database.WriteAsync(
            _ =>
            {
                begun.Release();
                return end.Wait(TimeSpan.FromSeconds(30), Cancellation);
            },
            Cancellation);
        await begun.WaitAsync(Cancellation);

        // All of these wait now, and share one transaction.
        var good = store.WriteAsync([new RecordWrite.Add(New("good-1"))], Cancellation);
        var unmet = store.WriteAsync([new RecordWrite.Add(New("half")), new RecordWrite.Add(New("taken"))], Cancellation);
        var thrown = database.WriteAsync<int>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "INSERT INTO record (tenant_id, kind, id, version, body) VALUES ('tenant-1', 'kind-1', 'thrown', 1, x'')";
                command.ExecuteNonQuery();
                throw new InvalidOperationException("in the middle");
            },
            Cancellation);
        var last = store.WriteAsync([new RecordWrite.Add(New("good-2"))], Cancellation);
        end.Release();

        Assert.True(await first);
        Assert.Null(await good);
        Assert.Equal(New("taken").Key, await unmet);
        await Assert.ThrowsAsync<InvalidOperationException>(() => thrown);
        Assert.Null(await last);
        var kept = await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation);
        Assert.Equal(["good-1", "good-2", "taken"], kept.Select(record => record.Key.Id));
    }

    [Fact]
    public async Task Remove_LeavesNothingInTheFile()
    {
        var store = _database.OpenRecords();
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("wrapped-data-key ", 1_000)));
        await AddAsync(store, New("gone") with { Body = body }, New("small", "wrapped-data-key"));
        await store.WriteAsync([new RecordWrite.Remove(New("gone").Key), new RecordWrite.Remove(New("small").Key)], Cancellation);
        await _database.CloseAsync();

        Assert.All(_database.Files, file =>
            Assert.DoesNotContain("wrapped-data-key", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Close_WhileCallsWait_EndsThemAll()
    {
        var store = _database.OpenRecords();
        var calls = Enumerable.Range(0, 50)
            .Select(number => store.WriteAsync([new RecordWrite.Add(New($"{number}"))], Cancellation)).ToList();
        await _database.CloseAsync();

        var acknowledged = 0;
        foreach (var call in calls)
        {
            acknowledged += await Record.ExceptionAsync(() => call) is null ? 1 : 0;
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(New("a").Key, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(store, New("a")));
        var kept = await _database.OpenRecords().ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation);
        Assert.Equal(acknowledged, kept.Count);
    }

    [Fact]
    public async Task AddSqliteStorage_HasRecordsAndAVaultOverThem()
    {
        var name = new SealedName("tenant-1", "credential", "c-1");
        byte[] box;
        await using (var services = new ServiceCollection().AddLogging().AddSqliteStorage(_database.Options).BuildServiceProvider())
        {
            await AddAsync(services.GetRequiredService<IRecordStore>(), New("a"));
            box = await services.GetRequiredService<IVault>().SealAsync(name, new byte[] { 7 }, Cancellation);
        }

        await using var again = new ServiceCollection().AddLogging().AddSqliteStorage(_database.Options).BuildServiceProvider();
        Assert.Equal([7], await again.GetRequiredService<IVault>().OpenAsync(name, box, Cancellation));
        Assert.NotEmpty(again.GetRequiredService<IDerivedKeys>().Current(DerivedKeys.ApiKey).Id);
        Assert.True(File.Exists(_database.Options.Path + ".keys"));
    }

    [Fact]
    public async Task AddSqliteStorage_KeyRingInTheEnvironment_NeedsNoFile()
    {
        var options = _database.Options with { KeyRingVariable = $"CONNECTORS_TEST_{Guid.NewGuid():N}" };
        Environment.SetEnvironmentVariable(
            options.KeyRingVariable, KeyRing.NewLine(KeyRing.KeyEncryption, "k1") + KeyRing.NewLine(KeyRing.Mac, "m1"));
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(options).BuildServiceProvider();

        Assert.Equal("m1", services.GetRequiredService<IDerivedKeys>().Current(DerivedKeys.ApiKey).Id);
        Assert.False(File.Exists(options.KeyRingPath));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(_database.OpenRecords());
}
