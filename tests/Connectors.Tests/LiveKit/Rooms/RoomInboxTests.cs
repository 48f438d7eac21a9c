using Connectors.Core.Rooms;
using Connectors.LiveKit.Rooms;

namespace Connectors.Tests.LiveKit.Rooms;

public sealed class RoomInboxTests
{
    private readonly RoomInbox _inbox = new();

    [Fact]
    public async Task Inbox_WithItemsOfBothKinds_KeepsTheirOrder()
    {
        var packet = Packet(10);
        Assert.True(_inbox.Post("first"));
        _inbox.Post(packet);
        Assert.True(_inbox.Post("third"));

        Assert.Equal("first", await _inbox.TakeAsync());
        Assert.Same(packet, await _inbox.TakeAsync());
        Assert.Equal("third", await _inbox.TakeAsync());
    }

    [Fact]
    public async Task Inbox_FloodedWithPackets_DropsAndCountsThemAndKeepsTheRest()
    {
        for (var i = 0; i < 600; i++)
        {
            _inbox.Post(Packet(1));
        }

        Assert.True(_inbox.Post("state"));
        _inbox.Close(new(RoomEndKind.RoomDeleted, "gone"));
        var taken = await TakeAllAsync();

        Assert.Equal(new RoomEvent.DataDropped(88), taken[0]);
        Assert.Equal(512, taken.OfType<RoomEvent.DataReceived>().Count());
        Assert.Equal("state", taken[^1]);
    }

    [Fact]
    public async Task Inbox_WithAMegabyteOfPackets_TakesNoMoreUntilSomeAreTaken()
    {
        for (var i = 0; i < 20; i++)
        {
            _inbox.Post(Packet(64 * 1024));
        }

        Assert.Equal(new RoomEvent.DataDropped(4), await _inbox.TakeAsync());
        Assert.IsType<RoomEvent.DataReceived>(await _inbox.TakeAsync());
        _inbox.Post(Packet(64 * 1024));
        _inbox.Close(new(RoomEndKind.RoomDeleted, "gone"));
        Assert.Equal(16, (await TakeAllAsync()).OfType<RoomEvent.DataReceived>().Count());
    }

    [Fact]
    public async Task Inbox_OfALoopThatStandsStill_EndsTheRoomRatherThanLoseAnEvent()
    {
        var posted = 0;
        while (_inbox.Post(posted))
        {
            posted++;
        }

        Assert.Equal(2_048, posted);
        Assert.Equal(RoomEndKind.Lost, _inbox.End?.Kind);
        Assert.Equal(2_048, (await TakeAllAsync()).Count);
    }

    [Fact]
    public async Task Inbox_ClosedTwice_KeepsTheFirstReasonAndWhatWaits()
    {
        Assert.True(_inbox.Post("waits"));
        _inbox.Close(new(RoomEndKind.RoomDeleted, "first"));
        _inbox.Close(new(RoomEndKind.LeftByUs, "second"));

        Assert.False(_inbox.Post("late"));
        Assert.Equal("first", _inbox.End?.Reason);
        Assert.Equal("waits", await _inbox.TakeAsync());
        Assert.Null(await _inbox.TakeAsync());
    }

    private static RoomEvent.DataReceived Packet(int bytes) => new("t", "sender", new byte[bytes]);

    private async Task<List<object>> TakeAllAsync()
    {
        List<object> taken = [];
        while (await _inbox.TakeAsync() is { } item)
        {
            taken.Add(item);
        }

        return taken;
    }
}
