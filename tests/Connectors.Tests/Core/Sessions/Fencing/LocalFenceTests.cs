using Connectors.Core.Sessions.Fencing;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Fencing;

public sealed class LocalFenceTests : SessionFenceContract
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Take_LongAfterEverySession_BeginsAnew()
    {
        var fence = await OpenAsync();
        await fence.TakeAsync("s-1", "node-1", 0, Cancellation);
        _time.Advance(FenceLimits.Memory);
        await fence.TakeAsync("s-2", "node-1", 0, Cancellation);

        Assert.Null(await fence.FindAsync("s-1", Cancellation));
    }

    protected override Task<ISessionFence> OpenAsync() =>
        Task.FromResult<ISessionFence>(new LocalFence(TimeSpan.FromSeconds(5), _time));

    protected override Task LetPassAsync(string sessionId, TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
