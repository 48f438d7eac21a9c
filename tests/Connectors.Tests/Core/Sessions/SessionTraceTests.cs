using System.Collections.Concurrent;
using System.Diagnostics;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>To which call what a session does is ascribed.</summary>
public sealed class SessionTraceTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Start_HasWhatItBegins_AndNothingThatTheSessionDoesLater()
    {
        var seen = new ConcurrentQueue<Activity?>();
        _world.Connector.Preparing = _ =>
        {
            seen.Enqueue(Activity.Current);
            return null;
        };
        using var call = new Activity("call");
        call.Start();
        var id = await _world.TalkAsync();
        _world.Connector.Agent.HangUp(CloseKind.Network, retryable: true);
        await _world.PassAsync(SeenAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent }));

        Assert.Equal([call, null], seen);
    }

    private async Task<bool> SeenAsync(string id, Func<SessionEvent, bool> isIt)
    {
        await _world.SeeAsync(id, isIt);
        return true;
    }
}
