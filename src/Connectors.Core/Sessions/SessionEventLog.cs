using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Connectors.Core.Sessions;

/// <summary>
/// The last events of a session, for watchers that come late or come back, and the streams of those that are there. A
/// watcher that reads too slowly never slows the session: its stream ends, and it may ask again from where it was.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="recorder">Told first.</param>
/// <param name="epoch">Number of the takeover, from 1.</param>
internal sealed class SessionEventLog(TimeProvider time, ISessionRecorder recorder, long epoch) : ISessionObserver
{
    private const int Kept = 1_000;
    private const int WatcherQueue = 256;

    private readonly Lock _lock = new();
    private readonly Queue<SessionEventEntry> _entries = new();
    private readonly List<Channel<SessionEventEntry>> _watchers = [];
    private long _sequence = new EventPlace(epoch, 1).Sequence - 1;
    private bool _completed;

    /// <summary>Place of the last event.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _sequence;
            }
        }
    }

    public void OnEvent(SessionEvent e)
    {
        lock (_lock)
        {
            if (_completed)
            {
                return;
            }

            var entry = new SessionEventEntry(++_sequence, time.GetUtcNow(), e);
            recorder.OnEvent(entry);
            _entries.Enqueue(entry);
            if (_entries.Count > Kept)
            {
                _entries.Dequeue();
            }

            _watchers.RemoveAll(watcher => !Pass(watcher, entry));
            if (e is SessionEvent.Ended)
            {
                Complete();
            }
        }
    }

    /// <summary>Nothing more is told here: the session is over, or somebody else's, where the watchers go on.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
            _watchers.Clear();
        }
    }

    /// <summary>
    /// Events after a place, then those to come, until the session's end. A first entry further on than the next place says
    /// that those between are gone.
    /// </summary>
    /// <param name="after">Place of the last one seen; 0 for all that are kept.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async IAsyncEnumerable<SessionEventEntry> WatchAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<SessionEventEntry>(new BoundedChannelOptions(Kept + WatcherQueue) { SingleReader = true });
        lock (_lock)
        {
            // A place that never was, such as one of another session, is no place to go on from.
            var known = after > _sequence ? 0 : after;
            foreach (var entry in _entries.Where(entry => entry.Sequence > known))
            {
                channel.Writer.TryWrite(entry);
            }

            if (_completed)
            {
                channel.Writer.TryComplete();
            }
            else
            {
                _watchers.Add(channel);
            }
        }

        try
        {
            await foreach (var entry in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return entry;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    private static bool Pass(Channel<SessionEventEntry> watcher, SessionEventEntry entry) =>
        watcher.Writer.TryWrite(entry) || !watcher.Writer.TryComplete();
}
