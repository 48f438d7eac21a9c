namespace Connectors.Rtc.Tests.Support;

/// <summary>What differs between the ways in which nodes know of each other.</summary>
internal interface INodeEdition
{
    /// <summary>Starts a node.</summary>
    /// <param name="settings">Its settings.</param>
    Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings);

    /// <summary>Has each node know of the others; nothing where they find each other by themselves.</summary>
    /// <param name="nodes">Those that live.</param>
    Task IntroduceAsync(IReadOnlyList<ServerProcess> nodes);

    /// <summary>Has a node go on with sessions of one that is gone or hangs; nothing where that is found out by itself.</summary>
    /// <param name="node">The node.</param>
    /// <param name="sessions">Their ids.</param>
    Task TakeUpAsync(ServerProcess node, IReadOnlyList<string> sessions);
}
