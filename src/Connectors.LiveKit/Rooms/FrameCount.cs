namespace Connectors.LiveKit.Rooms;

/// <summary>
/// Counts the frames that were lost between the library's mixer and us. The library drops in silence, but it makes one
/// frame every 10 ms whether or not anything arrives from the network, so what is missing against the clock, and does not
/// come in a burst within the second, was dropped. Allocates nothing; used by one thread at a time.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="frameMilliseconds">Length of a frame.</param>
internal sealed class FrameCount(TimeProvider time, int frameMilliseconds)
{
    private readonly int _window = 1_000 / frameMilliseconds;
    private long _started;
    private long _received;
    private long _reported;
    private long _leastMissing = long.MaxValue;

    /// <summary>Counts a frame.</summary>
    /// <returns>How many are known to be lost that weren't known before.</returns>
    public int OnFrame()
    {
        if (_received++ == 0)
        {
            _started = time.GetTimestamp();
            return 0;
        }

        var due = 1 + (long)(time.GetElapsedTime(_started).TotalMilliseconds / frameMilliseconds);
        _leastMissing = Math.Min(_leastMissing, due - _received);
        if (_received % _window != 0)
        {
            return 0;
        }

        // One frame of tolerance: the first one may have waited.
        var lost = (int)Math.Max(0, _leastMissing - 1 - _reported);
        _reported += lost;
        _leastMissing = long.MaxValue;
        return lost;
    }
}
