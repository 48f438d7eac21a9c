using Connectors.Core.Sessions.Placing;
using Connectors.Storage.Redis;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Storage.Redis;

public sealed class RedisNodeBoardTests(RedisFixture fixture) : NodeBoardContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly RedisPlace _place = fixture.Open();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    protected override Task<INodeBoard> OpenAsync() =>
        Task.FromResult<INodeBoard>(new RedisNodeBoard(_place.Connect()) { Memory = TimeSpan.FromSeconds(1) });

    // By the server's clock, which can't be turned.
    protected override async Task LetPassAsync(TimeSpan time)
    {
        var board = await OpenAsync();
        await Eventually.HoldsAsync(async () => (await board.ReadAsync(Cancellation)).Count == 0);
    }
}
