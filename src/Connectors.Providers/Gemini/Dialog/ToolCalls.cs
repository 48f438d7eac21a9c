using Connectors.Events;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>Calls that wait for a result. The model goes on by itself when it has them. Guarded by its owner.</summary>
/// <param name="outbox">Where events go.</param>
internal sealed class ToolCalls(List<AgentEvent> outbox)
{
    private const int MostOpen = 64;

    private readonly Dictionary<string, string> _open = [];

    public bool IsAnyOpen => _open.Count > 0;

    /// <summary>Tells the listener of a call, unless it knows it.</summary>
    public void Announce(string callId, string name, string arguments)
    {
        if (_open.ContainsKey(callId))
        {
            return;
        }

        if (_open.Count >= MostOpen)
        {
            Cancel([_open.Keys.First()]);
        }

        _open.Add(callId, name);
        outbox.Add(new AgentEvent.ToolCall(callId, name, arguments, ExpectsResult: true, Timeout: null));
    }

    /// <summary>The function of a call that waits, or null.</summary>
    public string? NameOf(string callId) => _open.GetValueOrDefault(callId);

    /// <summary>A result was sent.</summary>
    public void Answer(string callId) => _open.Remove(callId);

    /// <summary>The agent was interrupted and does not want these results any more.</summary>
    public void Cancel(IEnumerable<string> callIds)
    {
        var cancelled = callIds.Where(_open.Remove).ToList();
        if (cancelled.Count > 0)
        {
            outbox.Add(new AgentEvent.ToolCallCancelled(cancelled));
        }
    }
}
