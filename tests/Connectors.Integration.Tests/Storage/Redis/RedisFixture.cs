namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>One server for all tests of a class; each has a prefix of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    internal RedisServer? Server { get; private set; }

    /// <summary>The server's place for one test.</summary>
    internal RedisPlace Open()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? string.Empty);
        return new RedisPlace(Server!.Options);
    }

    public async ValueTask InitializeAsync() => Server = RedisServer.Missing is null ? await RedisServer.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        if (Server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
