using Connectors.Sandbox.Rooms;

namespace Connectors.Tests.Sandbox.Rooms;

public sealed class SpeechQueueTests
{
    private readonly SpeechQueue _queue = new(1_000);

    [Fact]
    public void Take_AcrossPieces_GivesThemInOrderAndSilenceAfter()
    {
        _queue.Add([1, 2, 3]);
        _queue.Add([]);
        _queue.Add([4, 5]);
        var frame = new short[4];

        Assert.Equal(TimeSpan.FromMilliseconds(5), _queue.Buffered);
        Assert.Equal(4, _queue.Take(frame, out _));
        Assert.Equal([1, 2, 3, 4], frame);
        Assert.Equal(1, _queue.Take(frame, out _));
        Assert.Equal([5, 0, 0, 0], frame);
        Assert.Equal(0, _queue.Take(frame, out _));
        Assert.Equal([0, 0, 0, 0], frame);
        Assert.Equal(TimeSpan.Zero, _queue.Buffered);
    }

    [Fact]
    public void Clear_InTheMiddleOfAPiece_LeavesNothingOfIt()
    {
        var frame = new short[2];
        _queue.Add([1, 2, 3]);
        _queue.Take(frame, out var before);

        _queue.Clear();
        _queue.Add([7, 8]);

        Assert.Equal(2, _queue.Take(frame, out var after));
        Assert.Equal([7, 8], frame);
        Assert.Equal((0, 1), (before, after));
    }

    [Fact]
    public void Add_BeyondTenMinutes_IsDroppedAndCounted()
    {
        _queue.Add(new short[600_000]);
        _queue.Add([1, 2, 3]);

        Assert.Equal(TimeSpan.FromMinutes(10), _queue.Buffered);
        Assert.Equal(3, _queue.Dropped);
    }
}
