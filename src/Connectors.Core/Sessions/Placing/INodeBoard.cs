namespace Connectors.Core.Sessions.Placing;

/// <summary>Where the nodes of a cluster tell each other how full they are.</summary>
public interface INodeBoard
{
    /// <summary>How long a node's last word counts.</summary>
    TimeSpan Memory { get; }

    /// <summary>Tells of a node; replaces what it told before.</summary>
    /// <param name="load">How full it is.</param>
    /// <param name="cancellationToken">Cancels the wait; it may have been told.</param>
    Task PublishAsync(NodeLoad load, CancellationToken cancellationToken);

    /// <summary>All nodes that were heard of within <see cref="Memory"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<NodeLoad>> ReadAsync(CancellationToken cancellationToken);
}
