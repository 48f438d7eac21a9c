using Connectors.Sandbox.Sound;

namespace Connectors.Benchmarks.Latency;

/// <summary>A microphone that beeps: frames of 10 ms, in each period one burst of a tone that begins at once.</summary>
internal static class Bursts
{
    public const int SampleRate = 48_000;

    /// <summary>Shorter than what ends a user's turn, and odd in frames, so that messages of 20 ms begin both ways.</summary>
    public const int PeriodFrames = 37;

    /// <summary>At least so loud is a burst, and nothing else.</summary>
    public const int Loud = 4_000;

    private const int BurstFrames = 10;
    private const int FrameSamples = SampleRate / 100;

    /// <summary>One period.</summary>
    public static short[] Period()
    {
        var period = new short[PeriodFrames * FrameSamples];
        new Tone(1_000, SampleRate, 12_000).Fill(period.AsSpan(0, BurstFrames * FrameSamples));
        return period;
    }

    /// <summary>The frame of a period.</summary>
    public static ReadOnlySpan<short> Frame(short[] period, int number) =>
        period.AsSpan(number % PeriodFrames * FrameSamples, FrameSamples);

    /// <summary>Where bursts begin: loud after at least half a pause of quiet.</summary>
    public static List<long> Onsets(IEnumerable<(long Timestamp, int Peak)> frames)
    {
        List<long> onsets = [];
        var quiet = 0;
        foreach (var (timestamp, peak) in frames)
        {
            if (peak >= Loud && quiet >= (PeriodFrames - BurstFrames) / 2)
            {
                onsets.Add(timestamp);
            }

            quiet = peak >= Loud ? 0 : quiet + 1;
        }

        return onsets;
    }

    /// <summary>Milliseconds from each to the first of the others that isn't before it, if there is one within half a period.</summary>
    public static List<double> Differences(IReadOnlyList<long> from, IReadOnlyList<long> to, TimeSpan before, TimeProvider time)
    {
        List<double> differences = [];
        foreach (var start in from)
        {
            var found = to.Select(end => time.GetElapsedTime(start, end)).Where(
                difference => difference >= -before && difference < TimeSpan.FromMilliseconds(PeriodFrames * 5)).ToList();
            if (found.Count > 0)
            {
                differences.Add(found[0].TotalMilliseconds);
            }
        }

        return differences;
    }
}
