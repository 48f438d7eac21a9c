using Connectors.Core.Records;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions.Keeping;

public sealed class EventWriterTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Events_OfManySessions_ShareBatches()
    {
        var before = _world.Records.Batches;
        for (var i = 1; i <= 40; i++)
        {
            Enumerable.Range(1, 10).ToList().ForEach(session => Write($"s{session}", i));
        }

        await _world.Writer.FlushAsync(Cancellation);
        Assert.Equal(400, _world.CountOf(RecordKinds.SessionEvent));
        Assert.InRange(_world.Records.Batches - before, 1, 5);
        Assert.Equal(0, _world.Writer.Lost);
    }

    [Fact]
    public async Task Events_WithoutAFlush_AreWrittenAfterAMoment()
    {
        Write("s", 1);
        await _world.PassAsync(UntilAsync(() => _world.CountOf(RecordKinds.SessionEvent) == 1));
    }

    [Fact]
    public async Task Events_MoreThanTheQueueHolds_AreLostAndCountedAndTheRestIsKept()
    {
        // The clock stands still, so that nothing is written before it is flushed.
        for (var i = 1; i <= 20_100; i++)
        {
            Write("s", i);
        }

        var lost = _world.Writer.Lost;
        Assert.InRange(lost, 1, 100);
        await _world.Writer.FlushAsync(Cancellation);
        Assert.Equal(20_100 - lost, _world.CountOf(RecordKinds.SessionEvent));
    }

    [Fact]
    public async Task Dispose_WritesWhatIsLeft()
    {
        Write("s", 1);
        Write("s", 2);
        await _world.Writer.DisposeAsync();

        Assert.Equal(2, _world.CountOf(RecordKinds.SessionEvent));
        await _world.Writer.FlushAsync(Cancellation);
    }

    [Fact]
    public async Task Event_WrittenAlready_DoesNotKeepTheOthersOut()
    {
        Write("s", 1);
        await _world.Writer.FlushAsync(Cancellation);
        Write("s", 1);
        Write("s", 2);
        await _world.Writer.FlushAsync(Cancellation);

        Assert.Equal((2, 0), (_world.CountOf(RecordKinds.SessionEvent), _world.Writer.Lost));
    }

    private void Write(string session, long sequence) => _world.Writer.Enqueue(
        new("tenant", session, new(sequence, _world.Time.GetUtcNow(), new SessionEvent.UserJoined())));

    private static async Task<bool> UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        return true;
    }
}
