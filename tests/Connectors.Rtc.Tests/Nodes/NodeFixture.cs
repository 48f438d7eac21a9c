using Connectors.Integration.Tests.Storage.Redis;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>One redis-server for the tests of a class; each stage has keys of its own.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private RedisServer? _redis;

    internal RedisServer Redis
    {
        get
        {
            Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? string.Empty);
            return _redis!;
        }
    }

    public async ValueTask InitializeAsync() => _redis = RedisServer.Missing is null ? await RedisServer.StartAsync() : null;

    public ValueTask DisposeAsync() => _redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
