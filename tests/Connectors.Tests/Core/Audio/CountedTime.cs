namespace Connectors.Tests.Core.Audio;

/// <summary>A clock without timers that allocates nothing.</summary>
internal sealed class CountedTime : TimeProvider
{
    public long Ticks { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Ticks;
}
