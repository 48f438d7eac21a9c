using Connectors.Core.Rooms;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>After a takeover somebody joins the room under the same identity: mostly the older process's library.</summary>
public sealed class SessionReturnTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Successor_PutOutOfTheRoomWhileTheSessionIsItsOwn_JoinsAgainAndGoesOn()
    {
        var id = await GoOnAsync();
        var joins = _world.Rooms.Joins.Count;

        PutOut();
        await SeeReturnAsync(id, joins);
        await _world.HearAsync(id, "Are you there?");

        Assert.Equal(joins + 1, _world.Rooms.Joins.Count);
        Assert.Equal(SessionState.Live, (await RecordAsync(id)).State);
        Assert.DoesNotContain("stop", _world.Order);
    }

    [Fact]
    public async Task Successor_PutOutAgainAndAgain_LeavesTheRoomToWhoeverItIs()
    {
        var id = await GoOnAsync();
        for (var i = 1; i <= 2; i++)
        {
            var joins = _world.Rooms.Joins.Count;
            PutOut();
            await SeeReturnAsync(id, joins);
        }

        PutOut();
        await _world.PassAsync(SeenAsync(id, static e => e is SessionEvent.Ended));

        Assert.Equal(SessionEndReasons.RoomIdentityTaken, (await RecordAsync(id)).End!.Reason);
    }

    [Fact]
    public async Task OlderProcess_PutOutOfTheRoomWhileItCantAskByWhom_EndsNothing()
    {
        var old = _world.Host;
        var id = await GoOnAsync();

        _world.Sessions.IsAway = true;
        _world.Rooms.Joins[0].Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty));
        await _world.PassAsync(HasEndedAsync(old, id));
        _world.Sessions.IsAway = false;

        Assert.Equal(SessionEndReasons.TakenOver, (await old.FindAsync(id, Cancellation))!.End!.Reason);
        var events = await old.WatchAsync(id, 0, Cancellation).ToListAsync(Cancellation);
        Assert.DoesNotContain(events, static entry => entry.Event is SessionEvent.Ended);
        Assert.Equal(SessionState.Live, (await RecordAsync(id)).State);
        Assert.Equal(0, _world.CountOf("usage"));
        Assert.DoesNotContain("stop", _world.Order);
        await _world.HearAsync(id, "Are you there?");
    }

    private static async Task<bool> HasEndedAsync(ISessionHost host, string id)
    {
        while ((await host.FindAsync(id, Cancellation))!.End is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        return true;
    }

    private Task<bool> SeeReturnAsync(string id, int joins) => _world.PassAsync(
        SeenAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Room } && _world.Rooms.Joins.Count > joins));

    private async Task<bool> SeenAsync(string id, Func<SessionEvent, bool> isIt)
    {
        await _world.SeeAsync(id, isIt);
        return true;
    }

    private void PutOut() => _world.Rooms.Room.Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty));

    private async Task<string> GoOnAsync()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "My name is Anna.");
        await _world.Writer.FlushAsync(Cancellation);
        await _world.PassAsync(HasProgressAsync(id));
        _world.Restart();
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        return id;
    }

    private async Task<bool> HasProgressAsync(string id)
    {
        while ((await RecordAsync(id)).Progress is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        return true;
    }

    private async Task<SessionRecord> RecordAsync(string id) => (await _world.Sessions.FindAsync(id, Cancellation))!;
}
