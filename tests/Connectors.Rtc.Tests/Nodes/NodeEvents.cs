using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>Events that these tests wait for.</summary>
internal static class NodeEvents
{
    /// <summary>The agent is there again.</summary>
    public static bool IsAgentBack(WatchedLine told) =>
        told.Type == "session.reconnected" && told.Data.GetProperty("part").GetString() == "agent";
}
