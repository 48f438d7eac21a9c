namespace Connectors.Benchmarks.Audio;

/// <summary>A clock that a benchmark moves by itself, so that it measures work and not waiting.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Step(int milliseconds) => _ticks += milliseconds * TimeSpan.TicksPerMillisecond;
}
