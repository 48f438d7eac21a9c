using Connectors.Core.Sessions;

namespace Connectors.Sandbox.Demo;

/// <summary>Collects a session's events and lets the demo wait for them.</summary>
internal sealed class SessionWatch
{
    private readonly Lock _lock = new();
    private readonly List<SessionEventEntry> _entries = [];
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewSignal();

    /// <param name="events">The session's events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="seen">Told each event.</param>
    public SessionWatch(IAsyncEnumerable<SessionEventEntry> events, TimeProvider time, Action<SessionEventEntry> seen)
    {
        _time = time;
        Ended = ReadAsync(events, seen);
    }

    /// <summary>All events so far.</summary>
    public IReadOnlyList<SessionEventEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Completes when the session has ended.</summary>
    public Task Ended { get; }

    /// <summary>Waits for the first event after a place that fits; null if the session ended before or the limit passed.</summary>
    /// <param name="fits">Which one.</param>
    /// <param name="after">Sequence after which it must lie.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SessionEventEntry?> WaitAsync(
        Func<SessionEvent, bool> fits, long after, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_entries.Find(entry => entry.Sequence > after && fits(entry.Event)) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            if (Ended.IsCompleted)
            {
                return null;
            }

            try
            {
                await Task.WhenAny(changed, Ended).WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(IAsyncEnumerable<SessionEventEntry> events, Action<SessionEventEntry> seen)
    {
        await foreach (var entry in events)
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                _entries.Add(entry);
                changed = _changed;
                _changed = NewSignal();
            }

            seen(entry);
            changed.SetResult();
        }
    }
}
