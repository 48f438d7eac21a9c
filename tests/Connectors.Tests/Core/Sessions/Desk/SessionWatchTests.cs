using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Events;

namespace Connectors.Tests.Core.Sessions.Desk;

/// <summary>Watchers of a session that another process went on with, over the same store.</summary>
public sealed class SessionWatchTests : IAsyncLifetime
{
    private const int Murmurs = 1_200;

    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Watcher_WithAnIdOfTheFirstEpoch_GetsTheRestOfItAndThenTheSecond()
    {
        var (id, seen) = await MoveAsync();
        var live = (await _world.Desk.WatchAsync("tenant", id, seen.Sequence, Cancellation))!;
        await using var watcher = live.GetAsyncEnumerator(Cancellation);

        var places = await PlacesAsync(watcher, e => e is SessionEvent.UserSaid { Text: "What is my name?" });

        AssertBothEpochs(places, seen);
        await _world.StopAsync(id);
        Assert.IsType<SessionEvent.Ended>(await LastAsync(watcher));
    }

    [Fact]
    public async Task Watcher_OnANodeThatDoesNotHostTheSession_GetsWhatBothNodesHaveKept()
    {
        var (id, seen) = await MoveAsync();
        await _world.Writer.FlushAsync(Cancellation);
        _world.Use(new FakeHost());

        var told = await _world.WatchAsync(id, seen.Sequence);

        await using var watcher = told.ToAsyncEnumerable().GetAsyncEnumerator(Cancellation);
        var places = await PlacesAsync(watcher, e => e is SessionEvent.UserSaid { Text: "What is my name?" });
        AssertBothEpochs(places, seen);
    }

    [Fact]
    public async Task Watcher_WithTheLastIdOfTheFirstEpoch_IsToldToReadAnewAndGetsTheSecondOnly()
    {
        var (id, _) = await MoveAsync();
        var kept = await _world.Content.EventsAsync("tenant", id, 0, Cancellation).ToListAsync(Cancellation);
        var last = kept.Select(entry => EventPlace.Of(entry.Sequence)).Last(place => place.Epoch == 1);
        Assert.True(last.Number > Murmurs);
        var live = (await _world.Desk.WatchAsync("tenant", id, last.Sequence, Cancellation))!;
        await using var watcher = live.GetAsyncEnumerator(Cancellation);

        Assert.True(await watcher.MoveNextAsync());
        Assert.Equal(new EventPlace(2, 1).Sequence, Assert.IsType<WatchedEvent.Resync>(watcher.Current).FirstKept);
        Assert.True(await watcher.MoveNextAsync());
        Assert.Equal(new EventPlace(2, 1).Sequence, Assert.IsType<WatchedEvent.Happened>(watcher.Current).Entry.Sequence);
    }

    private static void AssertBothEpochs(List<EventPlace?> places, EventPlace seen)
    {
        // One "read anew" between the epochs, and nowhere else.
        var between = places.IndexOf(null);
        Assert.Equal(1, places.Count(place => place is null));
        Assert.True(between > 1_000);
        Assert.Equal(
            Enumerable.Range(1, between).Select(step => new EventPlace(1, seen.Number + step)),
            places[..between].Select(place => place!.Value));
        Assert.Equal(
            Enumerable.Range(1, places.Count - between - 1).Select(step => new EventPlace(2, step)),
            places[(between + 1)..].Select(place => place!.Value));
    }

    // To the first event of a kind; null: "read anew".
    private async Task<List<EventPlace?>> PlacesAsync(IAsyncEnumerator<WatchedEvent> watcher, Func<SessionEvent, bool> isLast)
    {
        List<EventPlace?> places = [];
        while (await _world.PassAsync(watcher.MoveNextAsync().AsTask()))
        {
            places.Add(watcher.Current is WatchedEvent.Happened told ? EventPlace.Of(told.Entry.Sequence) : null);
            if (watcher.Current is WatchedEvent.Happened { Entry.Event: var e } && isLast(e))
            {
                return places;
            }
        }

        Assert.Fail("The stream ended before.");
        return places;
    }

    private async Task<SessionEvent?> LastAsync(IAsyncEnumerator<WatchedEvent> watcher)
    {
        SessionEvent? last = null;
        while (await _world.PassAsync(watcher.MoveNextAsync().AsTask()))
        {
            last = (watcher.Current as WatchedEvent.Happened)?.Entry.Event;
        }

        return last;
    }

    // A session with more events than a process has in memory, which another process went on with; and an early place.
    private async Task<(string Id, EventPlace Seen)> MoveAsync()
    {
        var id = await _world.TalkAsync();
        for (var i = 0; i < Murmurs; i++)
        {
            _world.Connector.Agent.Tell(new AgentEvent.UserText($"{i}", $"{i}", IsFinal: true));
            if (i % 50 == 49)
            {
                await _world.SeeAsync(id, e => e is SessionEvent.UserSaid said && said.Text == $"{i}");
            }
        }

        await _world.Writer.FlushAsync(Cancellation);
        _world.Restart();
        Assert.Equal((1, 0), await _world.TakeUpAsync());
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        await _world.HearAsync(id, "What is my name?");
        return (id, new(1, 3));
    }
}
