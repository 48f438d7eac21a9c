using Connectors.Core.Records;

namespace Connectors.Testing;

/// <content>Reading and removing many.</content>
public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task List_InEitherDirection_PagesThroughAllInTheOrderOfBytes()
    {
        var store = await OpenAsync();

        // The last two stand the other way round in the order of UTF-16.
        string[] ids = ["-", "0", "10", "9", "A", "a", "aa", "é", "\uFF5E", "\U0001F600"];
        await AddAsync(store, [.. ids.Reverse().Select(id => New(id))]);
        await AddAsync(store, New("b") with { Key = new RecordKey("kind-1", "tenant-2", "b") });

        Assert.Equal(ids, await PagesAsync(store, new RecordQuery("kind-1", "tenant-1") { Limit = 3 }));
        Assert.Equal(ids.Reverse(), await PagesAsync(store, new RecordQuery("kind-1", "tenant-1") { Limit = 3, Descending = true }));
    }

    [Fact]
    public async Task List_OfATag_HasOnlyThose()
    {
        var store = await OpenAsync();
        await AddAsync(
            store, New("1") with { Tag = "x" }, New("2"), New("3") with { Tag = "y" }, New("4") with { Tag = "x" },
            New("5") with { Tag = "X" });
        var query = new RecordQuery("kind-1", "tenant-1") { Tag = "x", Limit = 1 };

        Assert.Equal(["1", "4"], await PagesAsync(store, query));
        Assert.Equal(["4", "1"], await PagesAsync(store, query with { Descending = true }));
        Assert.Empty(await PagesAsync(store, new RecordQuery("kind-1", "tenant-2") { Tag = "x" }));
    }

    [Fact]
    public async Task List_BehindAnIdThatIsGone_GoesOnThere()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("1"), New("3"));

        Assert.Equal(["3"], await PagesAsync(store, new RecordQuery("kind-1", "tenant-1") { After = "2" }));
        Assert.Equal(["1"], await PagesAsync(store, new RecordQuery("kind-1", "tenant-1") { After = "2", Descending = true }));
    }

    [Fact]
    public async Task ListDue_HasThoseOfAllTenantsLongestDueFirst()
    {
        var store = await OpenAsync();
        var other = New("other") with { Key = new RecordKey("kind-1", "tenant-2", "other"), Due = Noon.AddMinutes(-2) };
        var kind = New("kind") with { Key = new RecordKey("kind-2", "tenant-1", "kind"), Due = Noon.AddMinutes(-3) };
        await AddAsync(
            store, New("never"), New("now") with { Due = Noon }, New("later") with { Due = Noon.AddMilliseconds(1) }, other, kind,
            New("before") with { Due = Noon.AddMinutes(-1) });

        Assert.Equal(["other", "before", "now"], (await store.ListDueAsync("kind-1", Noon, 10, Cancellation)).Select(r => r.Key.Id));
        Assert.Equal(["other", "before"], (await store.ListDueAsync("kind-1", Noon, 2, Cancellation)).Select(r => r.Key.Id));
    }

    [Fact]
    public async Task Due_IsKeptToTheMillisecond()
    {
        var store = await OpenAsync();
        await AddAsync(store, New("a") with { Due = Noon.AddTicks(19_999) });

        Assert.Equal(Noon.AddMilliseconds(1), (await store.FindAsync(New("a").Key, Cancellation))?.Due);
        Assert.Single(await store.ListDueAsync("kind-1", Noon.AddMilliseconds(1), 1, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task List_TooFewOrTooMany_IsRefused(int limit)
    {
        var store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => store.ListAsync(new RecordQuery("kind-1", "tenant-1") { Limit = limit }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListDueAsync("kind-1", Noon, limit, Cancellation));
    }

    [Theory]
    [InlineData(null, null, 3, "kind-1 tenant-2/a")]
    [InlineData("kind-1", null, 2, "kind-1 tenant-2/a", "kind-2 tenant-1/a")]
    [InlineData("kind-1", "x", 1, "kind-1 tenant-1/b", "kind-1 tenant-2/a", "kind-2 tenant-1/a")]
    [InlineData("kind-1", "y", 0, "kind-1 tenant-1/a", "kind-1 tenant-1/b", "kind-1 tenant-2/a", "kind-2 tenant-1/a")]
    public async Task RemoveAll_RemovesWhatIsNamedAndNothingElse(string? kind, string? tag, int count, params string[] left)
    {
        var store = await OpenAsync();
        await AddAsync(
            store, New("a") with { Tag = "x" }, New("b"), New("a") with { Key = new RecordKey("kind-2", "tenant-1", "a"), Tag = "x" },
            New("a") with { Key = new RecordKey("kind-1", "tenant-2", "a"), Tag = "x" });

        Assert.Equal(count, await store.RemoveAllAsync("tenant-1", kind, tag, Cancellation));

        List<StoredRecord> all = [];
        foreach (var query in new RecordQuery[] { new("kind-1", "tenant-1"), new("kind-1", "tenant-2"), new("kind-2", "tenant-1") })
        {
            all.AddRange(await store.ListAsync(query, Cancellation));
        }

        Assert.Equal(left, all.Select(record => record.Key.ToString()));
    }

    [Fact]
    public async Task RemoveAll_OfMany_CountsThemAll()
    {
        var store = await OpenAsync();
        await AddAsync(store, [.. Enumerable.Range(0, 1_000).Select(number => New($"{number:0000}"))]);
        await AddAsync(store, New("last"));

        Assert.Equal(1_001, await store.RemoveAllAsync("tenant-1", null, null, Cancellation));
        Assert.Equal(0, await store.RemoveAllAsync("tenant-1", null, null, Cancellation));
    }

    [Fact]
    public async Task RemoveAll_OfATagWithoutAKind_IsRefused()
    {
        var store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.RemoveAllAsync("tenant-1", null, "x", Cancellation));
    }

    [Fact]
    public async Task EveryCall_Cancelled_Throws()
    {
        var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync([new RecordWrite.Add(New("a"))], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindAsync(New("a").Key, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListAsync(new("kind-1", "tenant-1"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListDueAsync("kind-1", Noon, 1, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.RemoveAllAsync("tenant-1", null, null, cancelled.Token));
        Assert.Null(await store.FindAsync(New("a").Key, Cancellation));
        await AddAsync(store, New("a"));
    }

    private static async Task<List<string>> PagesAsync(IRecordStore store, RecordQuery query)
    {
        List<string> ids = [];
        while (await store.ListAsync(query, Cancellation) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, query.Limit);
            ids.AddRange(page.Select(record => record.Key.Id));
            query = query with { After = ids[^1] };
        }

        return ids;
    }
}
