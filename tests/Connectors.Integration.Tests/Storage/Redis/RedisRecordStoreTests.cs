using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Storage;
using Connectors.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisRecordStoreTests(RedisFixture fixture) : RecordStoreContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly RedisPlace _place = fixture.Open();

    [Fact]
    public async Task Write_ByTwoNodes_LosesNoChange()
    {
        IRecordStore[] stores = [_place.OpenRecords(), _place.OpenRecords()];
        await AddAsync(stores[0], New("a"));
        for (var version = 1; version <= 50; version++)
        {
            var write = new RecordWrite.Replace(New("a") with { Version = version });
            var unmet = await Task.WhenAll(stores.Select(store => store.WriteAsync([write], Cancellation)));
            Assert.Single(unmet, key => key is null);
        }
    }

    [Fact]
    public async Task RemoveAll_OfATenant_LeavesNoKey()
    {
        var store = _place.OpenRecords();
        await AddAsync(store, New("a") with { Tag = "x", Due = DateTimeOffset.UnixEpoch }, New("b") with { Tag = "y" });
        await store.WriteAsync([new RecordWrite.Replace(New("b") with { Version = 1, Tag = "z" })], Cancellation);
        Assert.NotEmpty(await _place.KeysAsync());

        Assert.Equal(2, await store.RemoveAllAsync("tenant-1", null, null, Cancellation));

        Assert.Empty(await _place.KeysAsync());
    }

    [Fact]
    public async Task Lists_OfManyMegabytes_HaveAllInSeveralAnswers()
    {
        var store = _place.OpenRecords();
        string[] ids = [.. Enumerable.Range(0, 15).Select(number => $"{number:00}")];
        foreach (var id in ids)
        {
            await AddAsync(store, New(id) with { Body = new byte[1_000_000], Due = DateTimeOffset.UnixEpoch, Tag = "x" });
        }

        var query = new RecordQuery("kind-1", "tenant-1") { Limit = 14 };
        Assert.Equal(ids[..14], (await store.ListAsync(query, Cancellation)).Select(record => record.Key.Id));
        var down = query with { Limit = 20, Descending = true, Tag = "x" };
        Assert.Equal(ids.Reverse(), (await store.ListAsync(down, Cancellation)).Select(record => record.Key.Id));
        Assert.Equal(ids, (await store.ListDueAsync("kind-1", DateTimeOffset.UnixEpoch, 20, Cancellation)).Select(record => record.Key.Id));
    }

    [Fact]
    public async Task EveryCall_ScriptsForgotten_TeachesThemAgain()
    {
        var store = _place.OpenRecords();
        await AddAsync(store, New("a"));
        await _place.AskAsync("SCRIPT", "FLUSH");

        await AddAsync(store, New("b"));
        await _place.AskAsync("SCRIPT", "FLUSH");

        Assert.Equal(2, (await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation)).Count);
    }

    [Fact]
    public async Task AddRedisStorage_HasRecordsAndAVaultOverThem()
    {
        var name = new SealedName("tenant-1", "secret", "1");
        byte[] box;
        await using (var services = Services())
        {
            box = await services.GetRequiredService<IVault>().SealAsync(name, "content"u8.ToArray(), Cancellation);
        }

        await using var again = Services();
        Assert.Equal("content"u8.ToArray(), await again.GetRequiredService<IVault>().OpenAsync(name, box, Cancellation));
        Assert.NotNull(again.GetRequiredService<IRecordStore>());
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddRedisStorage(_place.Options, _place.KeyRingPath).BuildServiceProvider();

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(_place.OpenRecords());
}
