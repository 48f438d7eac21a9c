namespace Connectors.Rtc.Tests.Support;

/// <summary>Something that sounded without a longer pause.</summary>
/// <param name="from">When it began.</param>
internal sealed class HeardRun(long from)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private long _last = from;

    public long From { get; } = from;

    /// <summary>How much of it was sound.</summary>
    public TimeSpan Sound { get; private set; } = Frame;

    /// <summary>The longest pause in it.</summary>
    public TimeSpan Gap { get; private set; }

    /// <summary>Adds a frame of sound, if it belongs here.</summary>
    public bool TryAdd(long at)
    {
        var pause = TimeProvider.System.GetElapsedTime(_last, at) - Frame;
        if (pause > Pause)
        {
            return false;
        }

        _last = at;
        Sound += Frame;
        Gap = pause > Gap ? pause : Gap;
        return true;
    }
}
