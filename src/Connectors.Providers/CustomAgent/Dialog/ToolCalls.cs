using Connectors.Events;

namespace Connectors.Providers.CustomAgent.Dialog;

/// <summary>Calls that wait for a result. Guarded by its owner.</summary>
/// <param name="outbox">Where events go.</param>
internal sealed class ToolCalls(List<AgentEvent> outbox)
{
    private const int MostOpen = 64;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Whether a call waits for its result.</summary>
    public bool IsOpen(string callId) => _open.Contains(callId);

    /// <summary>Tells the listener of a call.</summary>
    /// <param name="call">The call.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Announce(AgentEvent.ToolCall call)
    {
        if (_open.Contains(call.CallId))
        {
            return "call_id is the one of a call that waits for its result";
        }

        if (call.ExpectsResult && _open.Count >= MostOpen)
        {
            return "64 calls wait for their results";
        }

        if (call.ExpectsResult)
        {
            _open.Add(call.CallId);
        }

        outbox.Add(call);
        return null;
    }

    /// <summary>The agent doesn't want these results any more.</summary>
    public void Cancel(IEnumerable<string> callIds)
    {
        List<string> cancelled = [.. callIds.Where(_open.Remove)];
        if (cancelled.Count > 0)
        {
            outbox.Add(new AgentEvent.ToolCallCancelled(cancelled));
        }
    }

    /// <summary>A result was sent.</summary>
    public void Answer(string callId) => _open.Remove(callId);
}
