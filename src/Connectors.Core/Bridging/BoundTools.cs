using Connectors.Core.Tools;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// Tool calls that the tenant's own server carries out, beside the loop; the loop gets a <see cref="BoundToolReply"/> of each.
/// </summary>
/// <param name="context">The bridge's context.</param>
/// <param name="agent">Whose tools; null without an agent.</param>
internal sealed class BoundTools(BridgeContext context, AgentInUse? agent)
{
    private readonly Dictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly Retirement _calls = new();

    public int Count => _running.Count;

    public bool Has(string tool) => context.Tools is not null && agent?.Tools?.Find(tool) is not null;

    public void Begin(AgentEvent.ToolCall call)
    {
        var request = new ToolRequest(context.Session, agent!.Tools!, agent.Tools!.Find(call.Name)!, call);
        var cancellation = new CancellationTokenSource();
        _running[call.CallId] = cancellation;
        _calls.Take(
            async () => Tell(await context.Tools!.CallAsync(request, cancellation.Token)),
            () => Tell(ToolReply.Failed(request.Endpoint, "endpoint-failed", "The tool's server could not be asked.")));

        void Tell(ToolReply reply)
        {
            context.Mailbox.Post(new BoundToolReply(call, reply, cancellation));
        }
    }

    /// <summary>Takes a reply; false: nobody waits for it any more.</summary>
    public bool TryTake(BoundToolReply reply)
    {
        var isWanted = _running.TryGetValue(reply.Call.CallId, out var running) && running == reply.Cancellation;
        if (isWanted)
        {
            _running.Remove(reply.Call.CallId);
        }

        reply.Cancellation.Dispose();
        return isWanted;
    }

    /// <summary>Gives a call up; false: there is none of this id.</summary>
    public bool TryCancel(string callId)
    {
        if (!_running.Remove(callId, out var running))
        {
            return false;
        }

        running.Cancel();
        return true;
    }

    /// <summary>Gives all up, and says which they were.</summary>
    public IReadOnlyList<string> CancelAll() => [.. _running.Keys.ToList().Where(TryCancel)];

    /// <summary>Waits for those that were given up.</summary>
    public Task StoppedAsync() => _calls.AllAsync();
}
