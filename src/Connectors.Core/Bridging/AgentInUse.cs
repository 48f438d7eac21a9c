using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>Which agent the session talks with: its own, or, once that failed for good, its fallback. There is no way back.</summary>
internal sealed class AgentInUse
{
    private readonly IConnector? _fallbackConnector;
    private readonly FallbackAgent? _fallback;

    public AgentInUse(BridgeAssignment assignment, IConnector connector)
    {
        Connector = connector;
        Setup = assignment.Session.Agent!;
        Tools = assignment.Session.Tools;
        _fallback = assignment.Session.Fallback;
        _fallbackConnector = assignment.FallbackConnector;
        if (assignment.Resumption?.Progress is { OnFallback: true })
        {
            TryFallBack();
        }
    }

    public IConnector Connector { get; private set; }

    public ConnectorSetup Setup { get; private set; }

    /// <summary>Its tools that the tenant's server carries out; null: none.</summary>
    public SessionTools? Tools { get; private set; }

    public bool IsFallback { get; private set; }

    /// <summary>The agent is gone for good; false: nobody takes its place, or nobody should.</summary>
    public bool TryFallBack(AgentEvent.Closed closed) => IsFailure(closed.Kind) && TryFallBack();

    // An agent that hung up, or whose time is over, has done what it was set up to do.
    private static bool IsFailure(CloseKind kind) =>
        kind is not (CloseKind.EndedByAgent or CloseKind.EndedByHost or CloseKind.MaximumDuration or CloseKind.Idle);

    private bool TryFallBack()
    {
        if (IsFallback || _fallback is null || _fallbackConnector is null)
        {
            return false;
        }

        IsFallback = true;
        Connector = _fallbackConnector;
        Setup = _fallback.Setup;
        Tools = _fallback.Tools;
        return true;
    }
}
