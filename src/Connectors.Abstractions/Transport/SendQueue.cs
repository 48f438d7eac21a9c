using System.Threading.Channels;

namespace Connectors.Transport;

/// <summary>
/// What waits to be sent: control messages, and media that they overtake. Both are bounded; when media waits longer than
/// its limit, the oldest is dropped and counted, because late audio is worse than none.
/// </summary>
internal sealed class SendQueue(int controlLimit, TimeSpan mediaLimit, int mediaByteLimit)
{
    private readonly Lock _lock = new();
    private readonly Queue<MessageBuffer> _control = new();
    private readonly Queue<MessageBuffer> _media = new();

    // A full wake channel already says all it can say.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private TimeSpan _mediaTime;
    private int _mediaBytes;
    private long _droppedTicks;
    private bool _completed;

    public TimeSpan Dropped => new(Interlocked.Read(ref _droppedTicks));

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _control.Count + _media.Count == 0;
            }
        }
    }

    public bool TryAddControl(MessageBuffer message)
    {
        lock (_lock)
        {
            if (_completed || _control.Count >= controlLimit)
            {
                message.Dispose();
                return false;
            }

            _control.Enqueue(message);
        }

        return _wake.Writer.TryWrite(true) || true;
    }

    public bool TryAddMedia(MessageBuffer message)
    {
        lock (_lock)
        {
            if (_completed)
            {
                message.Dispose();
                return false;
            }

            _media.Enqueue(message);
            _mediaTime += message.Audio;
            _mediaBytes += message.Written.Length;
            while (_media.Count > 1 && (_mediaTime > mediaLimit || _mediaBytes > mediaByteLimit))
            {
                Interlocked.Add(ref _droppedTicks, TakeMedia(out var oldest).Ticks);
                oldest.Dispose();
            }
        }

        return _wake.Writer.TryWrite(true) || true;
    }

    /// <summary>Drops all media not yet sent and tells how much audio that was; it does not count as lost.</summary>
    public TimeSpan DiscardMedia()
    {
        var discarded = TimeSpan.Zero;
        lock (_lock)
        {
            while (_media.Count > 0)
            {
                discarded += TakeMedia(out var message);
                message.Dispose();
            }
        }

        return discarded;
    }

    public bool TryTake(out MessageBuffer message)
    {
        _wake.Reader.TryRead(out _);
        lock (_lock)
        {
            if (_control.TryDequeue(out message!))
            {
                return true;
            }

            if (_media.Count == 0)
            {
                return false;
            }

            TakeMedia(out message);
            return true;
        }
    }

    /// <summary>Completes when something may have been added (true) or nothing will be any more (false).</summary>
    public ValueTask<bool> WaitAsync() => _wake.Reader.WaitToReadAsync();

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
        }

        _wake.Writer.TryComplete();
    }

    public void Clear()
    {
        while (TryTake(out var message))
        {
            message.Dispose();
        }
    }

    private TimeSpan TakeMedia(out MessageBuffer message)
    {
        message = _media.Dequeue();
        _mediaTime -= message.Audio;
        _mediaBytes -= message.Written.Length;
        return message.Audio;
    }
}
