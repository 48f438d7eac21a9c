using System.Globalization;
using Connectors.Core.Sessions.Placing;

namespace Connectors.Storage.Redis;

/// <summary>The board that nodes share.</summary>
/// <param name="connection">The connection.</param>
internal sealed class RedisNodeBoard(RedisConnection connection) : INodeBoard
{
    /// <inheritdoc/>
    public TimeSpan Memory { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task PublishAsync(NodeLoad load, CancellationToken cancellationToken) => connection.WriteAsync(
        BoardScripts.Publish,
        [load.NodeId, (long)Memory.TotalMilliseconds, load.Sessions, load.Capacity, load.IsCordoned ? 1 : 0],
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeLoad>> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = RedisAnswers.Values(await connection.ReadAsync(BoardScripts.Read, [], cancellationToken));
        return [.. answer.Chunk(2).Select(node => Load(RedisAnswers.Text(node[0]), RedisAnswers.Text(node[1])))];
    }

    private static NodeLoad Load(string node, string text)
    {
        var numbers = text.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(node, (int)numbers[1], (int)numbers[2], numbers[3] == 1);
    }
}
