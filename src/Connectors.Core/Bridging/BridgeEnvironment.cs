using Connectors.Core.Audio;
using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Telemetry;
using Connectors.Core.Tools;

namespace Connectors.Core.Bridging;

/// <summary>What a process has for all of its bridges.</summary>
/// <param name="time">The clock.</param>
/// <param name="rooms">Joins rooms.</param>
/// <param name="avatars">Connects to avatars.</param>
/// <param name="audioBudgetBytes">Memory for audio that waits to be played, for all sessions together.</param>
public sealed class BridgeEnvironment(TimeProvider time, IRoomTransport rooms, IAvatarTransport avatars, long audioBudgetBytes)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Joins rooms.</summary>
    public IRoomTransport Rooms => rooms;

    /// <summary>Connects to avatars.</summary>
    public IAvatarTransport Avatars => avatars;

    /// <summary>Asks tenants' servers to carry out tools; null: all tools go to the users' pages.</summary>
    public ToolClient? Tools { get; init; }

    /// <summary>Where it is measured what no event tells; null: nowhere.</summary>
    public ConnectorsTelemetry? Telemetry { get; init; }

    /// <summary>Shared by all playout buffers.</summary>
    internal INodeAudioBudget AudioBudget { get; } = new NodeAudioBudget(audioBudgetBytes);
}
