namespace Connectors.Sandbox.Rooms;

/// <summary>Audio that waits to sound, from any thread; bounded, and what doesn't fit is dropped and counted.</summary>
/// <param name="sampleRate">Hz.</param>
internal sealed class SpeechQueue(int sampleRate)
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Queue<short[]> _pieces = new();
    private int _offset;
    private long _samples;
    private long _dropped;
    private int _clears;

    /// <summary>How much waits.</summary>
    public TimeSpan Buffered
    {
        get
        {
            lock (_lock)
            {
                return TimeSpan.FromSeconds((double)_samples / sampleRate);
            }
        }
    }

    /// <summary>Samples that were dropped because ten minutes waited already.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Adds samples.</summary>
    /// <param name="samples">Copied.</param>
    public void Add(ReadOnlySpan<short> samples)
    {
        lock (_lock)
        {
            if (samples.IsEmpty)
            {
                return;
            }

            if (_samples + samples.Length > Most.TotalSeconds * sampleRate)
            {
                _dropped += samples.Length;
                return;
            }

            _pieces.Enqueue(samples.ToArray());
            _samples += samples.Length;
        }
    }

    /// <summary>Drops all that waits.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _pieces.Clear();
            _offset = 0;
            _samples = 0;
            _clears++;
        }
    }

    /// <summary>Takes the next samples; what is missing is silence.</summary>
    /// <param name="frame">Filled whole.</param>
    /// <param name="clears">How often it was cleared so far.</param>
    /// <returns>How many samples are not silence.</returns>
    public int Take(Span<short> frame, out int clears)
    {
        lock (_lock)
        {
            clears = _clears;
            var taken = 0;
            while (taken < frame.Length && _pieces.TryPeek(out var piece))
            {
                var count = Math.Min(frame.Length - taken, piece.Length - _offset);
                piece.AsSpan(_offset, count).CopyTo(frame[taken..]);
                taken += count;
                _offset += count;
                if (_offset == piece.Length)
                {
                    _pieces.Dequeue();
                    _offset = 0;
                }
            }

            _samples -= taken;
            frame[taken..].Clear();
            return taken;
        }
    }
}
