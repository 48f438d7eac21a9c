using System.Collections.Concurrent;
using System.Globalization;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>Calls whose results the agent waits for.</summary>
internal sealed class ToolWaits
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _open = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>An id for the next call.</summary>
    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"call_{Interlocked.Increment(ref _calls):D4}");

    /// <summary>Waits for a result.</summary>
    /// <param name="callId">The call.</param>
    public Task<string> Expect(string callId) =>
        _open.GetOrAdd(callId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Waits no longer.</summary>
    public void Forget(string callId) => _open.TryRemove(callId, out _);

    /// <summary>A result came; one that is late, second or unknown is ignored.</summary>
    public void Take(string callId, string result)
    {
        if (_open.TryRemove(callId, out var waiting))
        {
            waiting.TrySetResult(result);
        }
    }
}
