using Connectors.Core.Sessions;

namespace Connectors.Testing;

/// <content>A tenant's sessions.</content>
public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Find_OfAnotherTenant_IsNull()
    {
        var store = await OpenAsync();
        var added = await store.AddAsync(Full("s-1"), Cancellation);

        AssertSame(added!, await store.FindAsync("tenant-1", "s-1", Cancellation));
        Assert.Null(await store.FindAsync("tenant-2", "s-1", Cancellation));
        Assert.Null(await store.FindAsync(string.Empty, "s-1", Cancellation));
    }

    [Fact]
    public async Task List_OfATenant_PagesThroughItsSessionsNewestFirst()
    {
        var store = await OpenAsync();
        foreach (var number in Enumerable.Range(1, 7))
        {
            await store.AddAsync(Minimal($"s-{number}") with { TenantId = number == 4 ? "tenant-2" : "tenant-1" }, Cancellation);
        }

        var query = new SessionQuery("tenant-1") { Limit = 4 };
        var first = await store.ListAsync(query, Cancellation);

        Assert.Equal(["s-7", "s-6", "s-5", "s-3"], Ids(first));
        Assert.Equal(["s-2", "s-1"], Ids(await store.ListAsync(query with { After = first[^1].Id }, Cancellation)));
        Assert.Equal(["s-3", "s-5"], Ids(await store.ListAsync(query with { Descending = false, After = "s-2", Limit = 2 }, Cancellation)));
        Assert.Empty(await store.ListAsync(query with { After = "s-1" }, Cancellation));
        Assert.Empty(await store.ListAsync(new SessionQuery("tenant-3"), Cancellation));
        AssertSame(Minimal("s-7") with { Version = 1 }, first[0]);
    }

    [Fact]
    public async Task List_OfStates_HasOnlyThose()
    {
        var store = await OpenAsync();
        foreach (var state in Enum.GetValues<SessionState>())
        {
            await store.AddAsync(Minimal($"s-{state}") with { State = state }, Cancellation);
        }

        var query = new SessionQuery("tenant-1") { States = [SessionState.Live, SessionState.Ended] };

        Assert.Equal(["s-Live", "s-Ended"], Ids(await store.ListAsync(query, Cancellation)));
        Assert.Empty(await store.ListAsync(query with { States = [] }, Cancellation));
        Assert.Equal(4, (await store.ListAsync(query with { States = null }, Cancellation)).Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListAsync(query with { Limit = 0 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListAsync(query with { Limit = 1_001 }, Cancellation));
    }

    [Fact]
    public async Task RemoveEnded_RemovesWhatIsOverLongEnoughAndOwesNoStop()
    {
        var store = await OpenAsync();
        var ended = Minimal("old") with { State = SessionState.Ended, EndedAt = Start };
        await store.AddAsync(ended, Cancellation);
        await store.AddAsync(ended with { Id = "confirmed", StopRequired = true, StopConfirmed = true }, Cancellation);
        await store.AddAsync(ended with { Id = "owed", StopRequired = true }, Cancellation);
        await store.AddAsync(ended with { Id = "young", EndedAt = Start.AddHours(1) }, Cancellation);
        await store.AddAsync(ended with { Id = "other", TenantId = "tenant-2" }, Cancellation);
        await store.AddAsync(Minimal("live") with { State = SessionState.Live }, Cancellation);

        Assert.Equal(2, await store.RemoveEndedAsync("tenant-1", Start.AddHours(1), Cancellation));

        Assert.Equal(["young", "owed", "live"], Ids(await store.ListAsync(new SessionQuery("tenant-1"), Cancellation)));
        Assert.NotNull(await store.FindAsync("other", Cancellation));
    }

    [Fact]
    public async Task RemoveAll_OfATenant_LeavesTheOthers()
    {
        var store = await OpenAsync();
        await store.AddAsync(Minimal("s-1"), Cancellation);
        await store.AddAsync(Minimal("s-2") with { State = SessionState.Live }, Cancellation);
        await store.AddAsync(Minimal("s-3") with { TenantId = "tenant-2" }, Cancellation);

        Assert.Equal(2, await store.RemoveAllAsync("tenant-1", Cancellation));
        Assert.Equal(0, await store.RemoveAllAsync("tenant-1", Cancellation));
        Assert.NotNull(await store.FindAsync("s-3", Cancellation));
    }
}
