using System.Threading.Channels;

namespace Connectors.Core.Bridging;

/// <summary>
/// What waits for a bridge's loop, in order of receipt. Posting never waits. Audio isn't in here, so the limit is only met
/// when the loop stands still; then the session is over anyway (<see cref="IsOverrun"/>).
/// </summary>
internal sealed class Mailbox(TimeProvider time)
{
    private const int Limit = 4_096;

    private static readonly object WakeUp = new();

    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(
        new BoundedChannelOptions(Limit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _awake;
    private long _dropped;

    /// <summary>Messages that were lost because the loop was behind.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether something had to be thrown away.</summary>
    public bool IsOverrun { get; private set; }

    public void Post(object content, int epoch = 0)
    {
        if (!_letters.Writer.TryWrite(new(content, epoch, time.GetTimestamp())))
        {
            IsOverrun = true;
        }
    }

    /// <summary>Posts what may be lost: only while there is room enough for what may not.</summary>
    public void PostLossy(object content, int epoch)
    {
        if (_letters.Reader.Count < Limit / 2)
        {
            Post(content, epoch);
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Counts one that was taken and is lost all the same.</summary>
    public void Drop() => Interlocked.Increment(ref _dropped);

    /// <summary>Makes the loop look at its audio and its alarms; many calls before it does count as one.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _awake, 1) == 0 && !_letters.Writer.TryWrite(new(WakeUp, 0, 0)))
        {
            // Full: the loop is awake anyway.
            Volatile.Write(ref _awake, 0);
        }
    }

    /// <summary>Takes the oldest letter; wake-ups are taken silently.</summary>
    public bool TryTake(out Letter letter)
    {
        while (_letters.Reader.TryRead(out letter))
        {
            if (letter.Content != WakeUp)
            {
                return true;
            }

            Volatile.Write(ref _awake, 0);
        }

        return false;
    }

    public ValueTask<bool> WaitAsync() => _letters.Reader.WaitToReadAsync();

    public void Close() => _letters.Writer.TryComplete();
}
