namespace Connectors.Server.Api.Contracts;

/// <summary>How full this node is, and those beside it.</summary>
/// <param name="Sessions">Sessions that are on, or starting.</param>
/// <param name="Capacity">How many there may be.</param>
/// <param name="Waiting">Starts that wait for a credential.</param>
/// <param name="Draining">Whether it lets nobody in.</param>
/// <param name="Id">Its name; another one in each life of the process.</param>
/// <param name="Version">What it runs: version, and commit where that is known.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Nodes">All nodes of the cluster, this one among them.</param>
internal sealed record NodeView(
    int Sessions,
    int Capacity,
    int Waiting,
    bool Draining,
    string Id,
    string Version,
    DateTimeOffset StartedAt,
    IReadOnlyList<NodeLoadView> Nodes);
