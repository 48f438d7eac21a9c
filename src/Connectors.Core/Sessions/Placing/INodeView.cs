namespace Connectors.Core.Sessions.Placing;

/// <summary>Who belongs to the cluster, as this node sees it.</summary>
public interface INodeView
{
    /// <summary>Nodes that are there, this one among them.</summary>
    IReadOnlyCollection<string> Active { get; }
}
