using System.Text;
using Connectors.Core.Records;

namespace Connectors.Testing;

/// <summary>What every record store does; one class per store runs it.</summary>
public abstract partial class RecordStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_WhatWasAdded_IsTheSame()
    {
        var store = await OpenAsync();
        var record = New("a", "body") with { Version = 77, Tag = "tag", Due = new(2026, 1, 2, 14, 0, 0, TimeSpan.FromHours(2)) };

        Assert.Null(await store.WriteAsync([new RecordWrite.Add(record)], Cancellation));
        var found = await store.FindAsync(record.Key, Cancellation);

        Assert.Equal((record.Key, 1, "tag", Noon, "body"), (found!.Key, found.Version, found.Tag, found.Due!.Value, Text(found)));
        Assert.Equal(TimeSpan.Zero, found.Due.Value.Offset);
    }

    [Fact]
    public async Task Find_WithOnlyWhatIsRequired_LeavesTheRestEmpty()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a", string.Empty));

        var found = await store.FindAsync(New("a").Key, Cancellation);

        Assert.Equal((null, null, string.Empty), (found!.Tag, found.Due, Text(found)));
    }

    [Theory]
    [InlineData("kind-2", "tenant-1", "a")]
    [InlineData("kind-1", "tenant-2", "a")]
    [InlineData("kind-1", "tenant-1", "A")]
    [InlineData("kind-1", "tenant-1", "a ")]
    [InlineData("kind-1", "", "a")]
    [InlineData("kind-1", "tenant-1", "")]
    [InlineData("kind-1", "tenant-1", "' OR 1=1 --")]
    public async Task Find_OfAnotherName_IsNull(string kind, string tenant, string id)
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a"));

        Assert.Null(await store.FindAsync(new RecordKey(kind, tenant, id), Cancellation));
    }

    [Fact]
    public async Task Find_OneIdOfTwoTenantsAndKinds_AreThree()
    {
        var store = await OpenAsync();
        RecordKey[] keys = [new("kind-1", "tenant-1", "a"), new("kind-1", RecordKey.Operator, "a"), new("kind-2", "tenant-1", "a")];
        foreach (var key in keys)
        {
            await AddAsync(store, new StoredRecord { Key = key, Body = Encoding.UTF8.GetBytes(key.ToString()) });
        }

        foreach (var key in keys)
        {
            Assert.Equal(key.ToString(), Text((await store.FindAsync(key, Cancellation))!));
        }
    }

    [Fact]
    public async Task Add_BodyChangedAfterwards_KeepsWhatWasGiven()
    {
        var store = await OpenAsync();
        var body = "before"u8.ToArray();
        await AddAsync(store, New("a") with { Body = body });
        body[0] = (byte)'X';

        Assert.Equal("before", Text((await store.FindAsync(New("a").Key, Cancellation))!));
    }

    [Fact]
    public async Task Add_TwiceOfOneName_KeepsTheFirst()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a", "first"));

        Assert.Equal(New("a").Key, await store.WriteAsync([new RecordWrite.Add(New("a", "second"))], Cancellation));
        Assert.Equal("first", Text((await store.FindAsync(New("a").Key, Cancellation))!));
    }

    [Fact]
    public async Task Replace_WithTheVersionThatWasRead_ReplacesEverything()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a", "old") with { Tag = "tag", Due = Noon });
        var old = await store.FindAsync(New("a").Key, Cancellation);

        Assert.Null(await store.WriteAsync([new RecordWrite.Replace(New("a", "new") with { Version = old!.Version })], Cancellation));
        var found = await store.FindAsync(New("a").Key, Cancellation);

        Assert.Equal((2, null, null, "new"), (found!.Version, found.Tag, found.Due, Text(found)));
        Assert.Empty(await store.ListDueAsync("kind-1", Noon, 10, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Replace_WithAnotherVersion_IsRefused(long version)
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a", "one"));
        await store.WriteAsync([new RecordWrite.Replace(New("a", "two") with { Version = 1 })], Cancellation);

        Assert.Equal(
            New("a").Key, await store.WriteAsync([new RecordWrite.Replace(New("a", "three") with { Version = version })], Cancellation));
        Assert.Equal("two", Text((await store.FindAsync(New("a").Key, Cancellation))!));
    }

    [Fact]
    public async Task Replace_OfNothing_IsRefused()
    {
        var store = await OpenAsync();

        Assert.Equal(New("a").Key, await store.WriteAsync([new RecordWrite.Replace(New("a") with { Version = 1 })], Cancellation));
        Assert.Null(await store.FindAsync(New("a").Key, Cancellation));
    }

    [Fact]
    public async Task Remove_WithTheVersionThatWasRead_Removes()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a"));

        Assert.Equal(New("a").Key, await store.WriteAsync([new RecordWrite.Remove(New("a").Key, 2)], Cancellation));
        Assert.NotNull(await store.FindAsync(New("a").Key, Cancellation));
        Assert.Null(await store.WriteAsync([new RecordWrite.Remove(New("a").Key, 1)], Cancellation));
        Assert.Null(await store.FindAsync(New("a").Key, Cancellation));
        Assert.Equal(New("a").Key, await store.WriteAsync([new RecordWrite.Remove(New("a").Key, 1)], Cancellation));
    }

    [Fact]
    public async Task Remove_WithoutAVersion_IsAlwaysDone()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a"));

        Assert.Null(await store.WriteAsync([new RecordWrite.Remove(New("a").Key)], Cancellation));
        Assert.Null(await store.WriteAsync([new RecordWrite.Remove(New("a").Key)], Cancellation));
        Assert.Null(await store.FindAsync(New("a").Key, Cancellation));
    }

    [Fact]
    public async Task Add_AfterARemoval_BeginsAnew()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a"));
        await store.WriteAsync([new RecordWrite.Remove(New("a").Key)], Cancellation);
        await AddAsync(store, New("a", "again"));

        Assert.Equal(1, (await store.FindAsync(New("a").Key, Cancellation))!.Version);
    }

    [Fact]
    public async Task Write_OneConditionOfManyUnmet_ChangesNothingAndNamesTheFirst()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("replaced", "old"), New("removed", "old"), New("taken", "old"));

        var unmet = await store.WriteAsync(
            [
                new RecordWrite.Add(New("added")),
                new RecordWrite.Replace(New("replaced", "new") with { Version = 1 }),
                new RecordWrite.Remove(New("removed").Key, 1),
                new RecordWrite.Add(New("taken", "new")),
                new RecordWrite.Replace(New("missing") with { Version = 1 }),
            ],
            Cancellation);

        Assert.Equal(New("taken").Key, unmet);
        var kept = await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation);
        Assert.Equal(["removed 1 old", "replaced 1 old", "taken 1 old"], kept.Select(r => $"{r.Key.Id} {r.Version} {Text(r)}"));
    }

    [Fact]
    public async Task Write_OfNothing_IsDone() => Assert.Null(await (await OpenAsync()).WriteAsync([], Cancellation));

    [Fact]
    public async Task Write_AThousandChanges_KeepsAll()
    {
        var store = await OpenAsync();
        await AddAsync(store, [.. Enumerable.Range(0, 1_000).Select(number => New($"{number:0000}"))]);

        var kept = await store.ListAsync(new RecordQuery("kind-1", "tenant-1") { Limit = 1_000 }, Cancellation);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => $"{number:0000}"), kept.Select(record => record.Key.Id));
    }

    [Fact]
    public async Task Write_ByManyAtOnce_LosesNoChange()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("count", "0"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountAsync(store, 10), Cancellation)));

        var counted = await store.FindAsync(New("count").Key, Cancellation);
        Assert.Equal(("80", 81), (Text(counted!), counted!.Version));
    }

    [Fact]
    public async Task Write_AHundredAtOnceForOneName_LetsOneThrough()
    {
        var store = await OpenAsync();

        var unmet = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            number => store.WriteAsync([new RecordWrite.Add(New($"own-{number}")), new RecordWrite.Add(New("one"))], Cancellation)));

        Assert.Single(unmet, key => key is null);
        Assert.Equal(2, (await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation)).Count);
    }

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Write_MoreThanAStoreTakes_IsRefusedInWords(string what, RecordWrite[] writes)
    {
        var store = await OpenAsync();

        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => store.WriteAsync(writes, Cancellation));

        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(new RecordQuery("kind-1", "tenant-1"), Cancellation));
    }

    [Fact]
    public async Task Write_AsMuchAsAStoreTakes_IsKept()
    {
        var store = await OpenAsync();
        var large = New(new string('i', 200)) with { Tag = new string('t', 200), Body = new byte[4_000_000] };
        await AddAsync(store, large);

        Assert.Equal(4_000_000, (await store.FindAsync(large.Key, Cancellation))?.Body.Length);
    }

    public static TheoryData<string, RecordWrite[]> TooMuch()
    {
        return new()
        {
            { "up to 1000 changes, not 1001", Add([.. Enumerable.Range(0, 1_001).Select(number => New($"{number}"))]) },
            { "kind-1 tenant-1/a twice", [new RecordWrite.Add(New("a")), new RecordWrite.Remove(New("a").Key)] },
            { "4000001 bytes", Add(New("good"), New("a") with { Body = new byte[4_000_001] }) },
            { "id of a record has 201 characters", Add(New(new string('i', 201))) },
            { "tag of a record has 201 characters", Add(New("a") with { Tag = new string('t', 201) }) },
            { "tag of a record must not be empty", Add(New("a") with { Tag = string.Empty }) },
            { "kind of a record must not be empty", Add(Named(string.Empty, "tenant-1", "a")) },
            { "tenant id of a record has 201 characters", Add(Named("kind-1", new string('t', 201), "a")) },
            { "id of a record must not be empty", [new RecordWrite.Remove(new("kind-1", "tenant-1", string.Empty))] },
            { "id of a record holds a zero character", Add(New("a\0b")) },
            { "id of a record is not well-formed text", Add(New("a\uD800")) },
            { "4000001 bytes", [new RecordWrite.Replace(New("a") with { Body = new byte[4_000_001], Version = 1 })] },
        };
    }

    protected static StoredRecord New(string id, string body = "x") =>
        new() { Key = new RecordKey("kind-1", "tenant-1", id), Body = Encoding.UTF8.GetBytes(body) };

    protected static string Text(StoredRecord record) => Encoding.UTF8.GetString(record.Body.Span);

    protected static async Task AddAsync(IRecordStore store, params StoredRecord[] records) =>
        Assert.Null(await store.WriteAsync([.. records.Select(record => new RecordWrite.Add(record))], Cancellation));

    protected abstract Task<IRecordStore> OpenAsync();

    private static RecordWrite[] Add(params StoredRecord[] records) => [.. records.Select(record => new RecordWrite.Add(record))];

    private static StoredRecord Named(string kind, string tenant, string id) => new() { Key = new(kind, tenant, id), Body = default };

    private static async Task CountAsync(IRecordStore store, int times)
    {
        while (times > 0)
        {
            var record = await store.FindAsync(New("count").Key, Cancellation);
            var next = int.Parse(Text(record!), System.Globalization.CultureInfo.InvariantCulture) + 1;
            var write = new RecordWrite.Replace(New("count", $"{next}") with { Version = record!.Version });
            times -= await store.WriteAsync([write], Cancellation) is null ? 1 : 0;
        }
    }
}
