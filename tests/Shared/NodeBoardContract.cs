using Connectors.Core.Sessions.Placing;

namespace Connectors.Testing;

/// <summary>What every board of nodes does; one class per board runs it.</summary>
public abstract class NodeBoardContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NobodyTold_IsEmpty() => Assert.Empty(await (await OpenAsync()).ReadAsync(Cancellation));

    [Fact]
    public async Task Read_AfterNodesTold_HasTheLastWordOfEach()
    {
        var board = await OpenAsync();
        await board.PublishAsync(new("127.0.0.1:11111@17", 3, 100, false), Cancellation);
        await board.PublishAsync(new("node 2", 0, 0, true), Cancellation);
        await board.PublishAsync(new("127.0.0.1:11111@17", 4, 100, false), Cancellation);

        var told = await (await OpenAsync()).ReadAsync(Cancellation);

        Assert.Equal(
            [new("127.0.0.1:11111@17", 4, 100, false), new("node 2", 0, 0, true)],
            told.OrderBy(load => load.NodeId, StringComparer.Ordinal));
        Assert.Equal([96, 0], told.OrderBy(load => load.NodeId, StringComparer.Ordinal).Select(load => load.Free));
    }

    [Fact]
    public async Task Read_OfANodeThatWasNotHeardOfForLong_DoesNotHaveIt()
    {
        var board = await OpenAsync();
        await board.PublishAsync(new("gone", 1, 2, false), Cancellation);
        await LetPassAsync(board.Memory);
        await board.PublishAsync(new("there", 1, 2, false), Cancellation);

        Assert.Equal("there", Assert.Single(await board.ReadAsync(Cancellation)).NodeId);
    }

    /// <summary>The board; each call is another node's way to it.</summary>
    protected abstract Task<INodeBoard> OpenAsync();

    /// <summary>Waits until what was told so long ago counts no more.</summary>
    protected abstract Task LetPassAsync(TimeSpan time);
}
