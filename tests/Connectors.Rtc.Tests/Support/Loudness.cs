using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Support;

/// <summary>How loud one tone is in what was heard.</summary>
internal static class Loudness
{
    private const int SampleRate = 48_000;
    private const int Window = SampleRate / 20;

    /// <summary>
    /// Median over windows of 50 ms: the receiver's jitter buffer stretches and shrinks time, and over a longer window the
    /// shifted phase would make a tone look quieter than it is.
    /// </summary>
    /// <param name="samples">48 kHz.</param>
    /// <param name="frequency">Hz.</param>
    public static double Of(ReadOnlySpan<short> samples, double frequency)
    {
        var windows = new List<double>();
        for (var rest = samples; rest.Length >= Window; rest = rest[Window..])
        {
            windows.Add(Goertzel.Amplitude(rest[..Window], frequency, SampleRate));
        }

        windows.Sort();
        return windows.Count == 0 ? 0 : windows[windows.Count / 2];
    }
}
