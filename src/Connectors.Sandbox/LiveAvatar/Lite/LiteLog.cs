namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>What happened on a session's sockets, newest 10,000; who waits for something is told when it comes.</summary>
internal sealed class LiteLog(TimeProvider time)
{
    private const int Kept = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LiteRecord> _records = new();
    private readonly List<(Func<LiteRecord, bool> Wanted, TaskCompletionSource<LiteRecord> Found)> _waiting = [];

    private int _sockets;

    /// <summary>Told each record as it is made; returns at once.</summary>
    public Action<LiteRecord>? Recorded { get; set; }

    /// <summary>What happened so far.</summary>
    public IReadOnlyList<LiteRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>Audio that the avatar took from a socket after a newer one had been opened.</summary>
    public IReadOnlyList<LiteRecord> SpokenByOlder =>
        [.. Records.Where(record => record is { Direction: LiteDirection.Received, AudioBytes: > 0, IsOvertaken: true })];

    /// <summary>What happened on one socket.</summary>
    /// <param name="socket">Which, from 1 in the order of their opening.</param>
    public IReadOnlyList<LiteRecord> Of(int socket) => [.. Records.Where(record => record.Socket == socket)];

    /// <summary>Notes that a socket was opened, and numbers it.</summary>
    public int AddSocket()
    {
        var socket = Interlocked.Increment(ref _sockets);
        Add(socket, LiteDirection.Received, "socket.opened");
        return socket;
    }

    public void Add(int socket, LiteDirection direction, string type, string? eventId = null, int audioBytes = 0)
    {
        LiteRecord record;
        lock (_lock)
        {
            var isOvertaken = socket > 0 && socket < Volatile.Read(ref _sockets);
            record = new(time.GetTimestamp(), direction, type, eventId, audioBytes, socket, isOvertaken);
            _records.Enqueue(record);
            if (_records.Count > Kept)
            {
                _records.Dequeue();
            }

            foreach (var waiting in _waiting.Where(waiting => waiting.Wanted(record)).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Found.TrySetResult(record);
            }
        }

        Recorded?.Invoke(record);
    }

    /// <summary>The first record, past or coming, that is wanted.</summary>
    public async Task<LiteRecord> WaitAsync(Func<LiteRecord, bool> wanted, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<LiteRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            foreach (var record in _records.Where(wanted))
            {
                return record;
            }

            _waiting.Add((wanted, found));
        }

        return await found.Task.WaitAsync(cancellation);
    }

    /// <summary>The first message of this type.</summary>
    public Task<LiteRecord> WaitAsync(LiteDirection direction, string type, CancellationToken cancellation) =>
        WaitAsync(record => record.Direction == direction && record.Type == type, cancellation);
}
