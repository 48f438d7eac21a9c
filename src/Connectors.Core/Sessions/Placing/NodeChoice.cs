using Connectors.Core.Sessions.Admission;

namespace Connectors.Core.Sessions.Placing;

/// <summary>
/// Finds the node with the most room. What nodes told is read at most twice a second; what was sent to them since is counted here. Near
/// the edge two nodes may choose the same: whoever is chosen has the last word.
/// </summary>
/// <param name="board">What nodes told.</param>
/// <param name="self">This node.</param>
/// <param name="admission">How full it is, without waiting for what it told.</param>
/// <param name="time">The clock.</param>
public sealed class NodeChoice(INodeBoard board, NodeIdentity self, IAdmission admission, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    // So long it may take until what a node tells has in it what was sent there: its own round, and ours.
    private static readonly TimeSpan Underway = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Avoided = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly Queue<(string NodeId, long At)> _sent = new();
    private IReadOnlyList<NodeLoad> _told = [];
    private long? _read;

    private NodeLoad Own => new(self.Id, admission.Figures.Sessions, admission.Figures.Capacity, admission.Figures.IsDraining);

    /// <summary>The node with the most room among some, or null: none has any. It counts as having one more from now on.</summary>
    /// <param name="candidates">Which.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<string?> FreestAsync(IReadOnlyCollection<string> candidates, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        lock (_lock)
        {
            while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Underway)
            {
                _sent.Dequeue();
            }

            var freest = _told.Where(load => load.NodeId != self.Id).Append(Own)
                .Where(load => candidates.Contains(load.NodeId) && !IsAvoided(load.NodeId) && load.Free > 0)
                .MaxBy(FreeOf);
            if (freest is not null)
            {
                _sent.Enqueue((freest.NodeId, time.GetTimestamp()));
            }

            return freest?.NodeId;
        }
    }

    /// <summary>A node refused a session: what it told of itself is out of date.</summary>
    /// <param name="nodeId">Which.</param>
    public void Avoid(string nodeId)
    {
        lock (_lock)
        {
            _refused[nodeId] = time.GetTimestamp();
        }
    }

    /// <summary>Whether no session should be sent to a node: it says so, or nothing is known of it.</summary>
    /// <param name="nodeId">Which.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<bool> IsCordonedAsync(string nodeId, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return nodeId == self.Id ? Own.IsCordoned : _told.FirstOrDefault(load => load.NodeId == nodeId) is not { IsCordoned: false };
    }

    /// <summary>Tells how full this node is, once.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task TellAsync(CancellationToken cancellationToken) => board.PublishAsync(Own, cancellationToken);

    // What is on its way may be in what was told already: then a node is sent a little less than it could have.
    private int FreeOf(NodeLoad load) => load.Free - _sent.Count(sent => sent.NodeId == load.NodeId);

    private bool IsAvoided(string nodeId) => _refused.TryGetValue(nodeId, out var at) && time.GetElapsedTime(at) < Avoided;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_read is { } read && time.GetElapsedTime(read) < Fresh)
            {
                return;
            }

            // Whoever asks meanwhile has the old figures.
            _read = time.GetTimestamp();
        }

        try
        {
            _told = await board.ReadAsync(cancellationToken);
        }
        catch
        {
            lock (_lock)
            {
                _read = null;
            }

            throw;
        }
    }
}
