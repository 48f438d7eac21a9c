using System.Diagnostics;
using System.Reflection;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Placing;
using Connectors.Server.Api.Contracts;

namespace Connectors.Server.Api.Resources;

/// <summary>This node, as the operator sees it.</summary>
/// <param name="admission">How full it is.</param>
/// <param name="identity">Its name.</param>
/// <param name="boards">Where nodes tell each other; none without a cluster.</param>
internal sealed class ThisNode(IAdmission admission, NodeIdentity identity, IEnumerable<INodeBoard> boards)
{
    // The SDK puts the commit behind the version, where it knows one.
    private static readonly string Version =
        typeof(ThisNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static readonly DateTimeOffset StartedAt = OfProcess();

    /// <summary>How it stands.</summary>
    /// <param name="cancel">Gives up.</param>
    public async Task<NodeView> ReadAsync(CancellationToken cancel)
    {
        var (sessions, capacity, waiting, isDraining) = admission.Figures;
        var own = new NodeLoadView(identity.Id, sessions, capacity, isDraining);
        var told = boards.FirstOrDefault() is { } board ? await board.ReadAsync(cancel) : [];
        var others = told.Where(load => load.NodeId != identity.Id)
            .Select(load => new NodeLoadView(load.NodeId, load.Sessions, load.Capacity, load.IsCordoned));
        return new(sessions, capacity, waiting, isDraining, identity.Id, Version, StartedAt, [own, .. others]);
    }

    private static DateTimeOffset OfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUniversalTime();
    }
}
