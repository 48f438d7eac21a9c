using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>
/// Calls that wait for a result. The agent waits as long as its tool says (<c>response_timeout_secs</c>), which a conversation isn't told;
/// that it went on without shows in the turn's list of calls. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
internal sealed class ToolCalls(List<AgentEvent> outbox)
{
    private const int MostOpen = 64;

    private readonly List<string> _open = [];

    /// <summary>Whether a call waits for its result.</summary>
    public bool IsOpen(string callId) => _open.Contains(callId);

    /// <summary>Tells the listener of a call, unless it knows it.</summary>
    public void Announce(AgentEvent.ToolCall call)
    {
        if (_open.Contains(call.CallId))
        {
            return;
        }

        if (call.ExpectsResult)
        {
            if (_open.Count >= MostOpen)
            {
                Cancel(_open[0]);
            }

            _open.Add(call.CallId);
        }

        outbox.Add(call);
    }

    /// <summary>A result was sent.</summary>
    public void Answer(string callId) => _open.Remove(callId);

    /// <summary>The turn is over; a call of it that has a result by now doesn't wait for ours.</summary>
    /// <param name="turn"><c>turn_ended</c>.</param>
    public void Settle(JsonElement turn)
    {
        if (_open.Count == 0)
        {
            return;
        }

        foreach (var call in turn.Items("tool_calls"))
        {
            if (call.Text("result") is not null && call.Text("id") is { } id && _open.Contains(id))
            {
                Cancel(id);
            }
        }
    }

    private void Cancel(string callId)
    {
        _open.Remove(callId);
        outbox.Add(new AgentEvent.ToolCallCancelled([callId]));
    }
}
