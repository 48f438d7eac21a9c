using Connectors.Events;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// Calls that wait for a result. The model doesn't go on by itself: when all calls of a response are answered, one answer is
/// to be asked for. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
internal sealed class ToolCalls(List<AgentEvent> outbox)
{
    private const int MostOpen = 64;
    private const int MostOfAResponse = 256;

    private readonly Dictionary<string, Batch> _open = [];
    private Batch? _newest;

    /// <summary>Tells the listener of a call, unless it knows it.</summary>
    public void Announce(string responseId, string callId, string name, string arguments)
    {
        if (_newest?.ResponseId != responseId)
        {
            _newest = new(responseId);
        }

        if (_newest.Seen.Count >= MostOfAResponse || !_newest.Seen.Add(callId) || _open.ContainsKey(callId))
        {
            return;
        }

        if (_open.Count >= MostOpen)
        {
            var forgotten = _open.Keys.First();
            Answer(forgotten);
            outbox.Add(new AgentEvent.ToolCallCancelled([forgotten]));
        }

        _open.Add(callId, _newest);
        _newest.Open++;
        outbox.Add(new AgentEvent.ToolCall(callId, name, arguments.Length == 0 ? "{}" : arguments, ExpectsResult: true, Timeout: null));
    }

    public bool IsOpen(string callId) => _open.ContainsKey(callId);

    /// <summary>A result was sent.</summary>
    /// <returns>Whether an answer is to be asked for.</returns>
    public bool Answer(string callId)
    {
        if (!_open.Remove(callId, out var batch))
        {
            return false;
        }

        batch.Open--;
        return batch.IsDue;
    }

    /// <summary>A response is over.</summary>
    /// <param name="responseId">Its id.</param>
    /// <param name="cancelled">Its calls' results are still taken, but what interrupted it is answered instead.</param>
    /// <returns>Whether an answer is to be asked for, because everything was answered before.</returns>
    public bool Finish(string responseId, bool cancelled)
    {
        if (_newest is not { } batch || batch.ResponseId != responseId || batch.IsOver)
        {
            return false;
        }

        batch.IsOver = true;
        batch.IsCancelled = cancelled;
        return batch.IsDue;
    }

    private sealed class Batch(string responseId)
    {
        public string ResponseId { get; } = responseId;

        public HashSet<string> Seen { get; } = [];

        public int Open { get; set; }

        public bool IsOver { get; set; }

        public bool IsCancelled { get; set; }

        public bool IsDue => IsOver && !IsCancelled && Open == 0;
    }
}
