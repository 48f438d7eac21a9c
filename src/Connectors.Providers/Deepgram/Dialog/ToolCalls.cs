using Connectors.Events;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>Calls that wait for a result. The agent goes on by itself when it has them. Guarded by its owner.</summary>
/// <param name="outbox">Where events go.</param>
internal sealed class ToolCalls(List<AgentEvent> outbox)
{
    private const int MostOpen = 64;

    private readonly Dictionary<string, string> _open = [];

    /// <summary>Tells the listener of a call, unless it knows it.</summary>
    public void Announce(string callId, string name, string arguments)
    {
        if (_open.ContainsKey(callId))
        {
            return;
        }

        if (_open.Count >= MostOpen)
        {
            var forgotten = _open.Keys.First();
            _open.Remove(forgotten);
            outbox.Add(new AgentEvent.ToolCallCancelled([forgotten]));
        }

        _open.Add(callId, name);
        outbox.Add(new AgentEvent.ToolCall(callId, name, arguments, ExpectsResult: true, Timeout: null));
    }

    /// <summary>The function of a call that waits, or null.</summary>
    public string? NameOf(string callId) => _open.GetValueOrDefault(callId);

    /// <summary>A result was sent.</summary>
    public void Answer(string callId) => _open.Remove(callId);
}
