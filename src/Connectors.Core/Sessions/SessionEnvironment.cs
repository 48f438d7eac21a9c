using Connectors.Core.Avatars;
using Connectors.Core.Bridging;
using Connectors.Core.Outgoing;
using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>What a process has for all of its sessions.</summary>
/// <param name="Bridges">What bridges need.</param>
/// <param name="LiveAvatar">LiveAvatar's API.</param>
/// <param name="Store">Where session records are kept.</param>
/// <param name="Telemetry">Where they are measured.</param>
/// <param name="Logger">Where they are logged.</param>
/// <param name="RoomHosts">Where rooms may be.</param>
public sealed record SessionEnvironment(
    BridgeEnvironment Bridges,
    ILiveAvatarApi LiveAvatar,
    ISessionStore Store,
    ConnectorsTelemetry Telemetry,
    ILogger Logger,
    RoomHostRules RoomHosts)
{
    /// <summary>Says who may act for a session.</summary>
    public required ISessionFence Fence { get; init; }

    /// <summary>What this process is called there.</summary>
    public NodeIdentity Node { get; init; } = NodeIdentity.Create();

    /// <summary>Servers of tenants' own rooms; null: there are no such rooms here.</summary>
    public IRoomServers? RoomServers { get; init; }

    /// <summary>Told of every session. Default: nobody.</summary>
    public ISessionKeeper Keeper { get; init; } = NoKeeper.Instance;
}
