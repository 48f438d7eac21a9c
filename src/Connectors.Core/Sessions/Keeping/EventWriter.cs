using System.Threading.Channels;
using Connectors.Core.Records;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// Writes events behind the sessions, those of all sessions together in batches. What doesn't fit into the queue or can't be
/// written is lost and counted; whoever watches sees the gap. Sessions never wait for it.
/// </summary>
/// <param name="records">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of losses.</param>
public sealed partial class EventWriter(KeepingRecords records, TimeProvider time, ILogger<EventWriter> logger) : IAsyncDisposable
{
    private const int QueueLength = 20_000;
    private const int Batch = 500;
    private const int Attempts = 3;

    // So many events share a commit; this is also what a killed process loses of what watchers have seen. What was said to its
    // end is written at once: the session's next process reads it.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<object> _queue = Channel.CreateBounded<object>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Lock _lock = new();
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _loop = Task.CompletedTask;
    private int _isStarted;
    private long _lost;
    private long _lostTold;

    /// <summary>Events that were lost since the process began.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Waits until all events that were handed over before are kept or lost.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        EnsureStarted();
        try
        {
            // Before: a full queue has to be emptied first. After: the writer may have begun to linger again.
            Hurry();
            await _queue.Writer.WriteAsync(done, cancellationToken);
            Hurry();
        }
        catch (ChannelClosedException)
        {
            return;
        }

        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what is left, within 10 s.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        Hurry();
        await Task.WhenAny(_loop, Task.Delay(StopLimit, time));
    }

    /// <summary>Takes an event; returns at once.</summary>
    internal void Enqueue(KeptEvent kept)
    {
        EnsureStarted();
        if (!_queue.Writer.TryWrite(kept))
        {
            Interlocked.Increment(ref _lost);
        }
        else if (kept.Entry.Event is SessionEvent.UserSaid { IsFinal: true } or SessionEvent.AgentSaid { Kind: not AgentTextKind.Delta })
        {
            Hurry();
        }
    }

    private void Hurry()
    {
        lock (_lock)
        {
            _hurry.TrySetResult();
        }
    }

    private void EnsureStarted()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _loop = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<KeptEvent>(Batch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await LingerAsync();
            while (_queue.Reader.TryRead(out var item))
            {
                if (item is KeptEvent kept)
                {
                    batch.Add(kept);
                }

                if (batch.Count == Batch || item is TaskCompletionSource)
                {
                    await WriteAsync(batch);
                }

                (item as TaskCompletionSource)?.SetResult();
            }

            await WriteAsync(batch);
        }
    }

    private async Task LingerAsync()
    {
        Task hurry;
        lock (_lock)
        {
            hurry = _hurry.Task;
        }

        await Task.WhenAny(hurry, Task.Delay(Linger, time));
        lock (_lock)
        {
            if (_hurry.Task.IsCompleted && !_queue.Reader.Completion.IsCompleted)
            {
                _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private async Task WriteAsync(List<KeptEvent> batch)
    {
        var writes = await SealAsync(batch);
        batch.Clear();
        for (var attempt = 1; writes.Count > 0 && attempt <= Attempts; attempt++)
        {
            try
            {
                // One that is there already was written by an attempt whose answer got lost.
                while (await records.Store.WriteAsync(writes, CancellationToken.None) is { } present)
                {
                    writes.RemoveAll(write => write.Key == present);
                }

                writes.Clear();
            }
            catch (Exception error)
            {
                Log.BatchFailed(logger, writes.Count, attempt, error.GetType().FullName);
                await Task.Delay(attempt < Attempts ? RetryPause : TimeSpan.Zero, time);
            }
        }

        Interlocked.Add(ref _lost, writes.Count);
        TellLosses();
    }

    private async Task<List<RecordWrite>> SealAsync(List<KeptEvent> batch)
    {
        var writes = new List<RecordWrite>(batch.Count);
        foreach (var kept in batch)
        {
            try
            {
                var write = await records.Events.AddAsync(kept, CancellationToken.None);
                if (write is RecordWrite.Add { Record.Body.Length: <= RecordLimits.BodyBytes })
                {
                    writes.Add(write);
                    continue;
                }
            }
            catch (Exception error)
            {
                // The tenant's key is destroyed or its wrapping key is missing: the others' events go on.
                Log.NotSealed(logger, kept.SessionId, error.GetType().FullName);
            }

            Interlocked.Increment(ref _lost);
        }

        return writes;
    }

    private void TellLosses()
    {
        var lost = Lost;
        if (lost > _lostTold)
        {
            Log.EventsLost(logger, lost - _lostTold);
            _lostTold = lost;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1251, LogLevel.Warning, "{Count} events of sessions were lost before they were kept")]
        public static partial void EventsLost(ILogger logger, long count);

        [LoggerMessage(1252, LogLevel.Error, "A batch of {Count} events could not be kept at attempt {Attempt}: {ErrorType}")]
        public static partial void BatchFailed(ILogger logger, int count, int attempt, string? errorType);

        [LoggerMessage(1253, LogLevel.Warning, "An event of session {SessionId} could not be sealed: {ErrorType}")]
        public static partial void NotSealed(ILogger logger, string sessionId, string? errorType);
    }
}
