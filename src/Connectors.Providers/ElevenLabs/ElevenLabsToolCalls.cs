using Connectors.Events;

namespace Connectors.Providers.ElevenLabs;

/// <summary>Tool calls that wait for their result. Any thread.</summary>
internal sealed class ElevenLabsToolCalls
{
    // An agent has a few at a time; more would be a fault of the provider, and the oldest are over by then.
    private const int Limit = 256;

    private readonly Lock _lock = new();
    private readonly List<string> _open = [];

    /// <summary>Keeps a call.</summary>
    /// <returns>False if it is open already.</returns>
    public bool TryAdd(string callId)
    {
        lock (_lock)
        {
            if (_open.Contains(callId))
            {
                return false;
            }

            if (_open.Count == Limit)
            {
                _open.RemoveAt(0);
            }

            _open.Add(callId);
            return true;
        }
    }

    /// <summary>Takes a call to answer it.</summary>
    /// <returns>False if it is unknown, answered or given up by the agent.</returns>
    public bool TryTake(string callId)
    {
        lock (_lock)
        {
            return _open.Remove(callId);
        }
    }

    /// <summary>Takes a call that the agent settled by itself, by its time-out for instance.</summary>
    /// <returns>The event to tell, or null if the call was not open.</returns>
    public AgentEvent.ToolCallCancelled? Cancel(string callId) => TryTake(callId) ? new([callId]) : null;
}
