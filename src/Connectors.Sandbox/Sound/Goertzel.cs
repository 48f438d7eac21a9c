namespace Connectors.Sandbox.Sound;

/// <summary>Tells how much of one frequency is in a piece of audio.</summary>
internal static class Goertzel
{
    /// <summary>Amplitude of the sine of this frequency, 0 to 32,767.</summary>
    /// <param name="samples">At least some periods of it.</param>
    /// <param name="frequency">Hz.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double Amplitude(ReadOnlySpan<short> samples, double frequency, int sampleRate)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / sampleRate);
        double previous = 0, beforePrevious = 0;
        foreach (var sample in samples)
        {
            var current = sample + (coefficient * previous) - beforePrevious;
            beforePrevious = previous;
            previous = current;
        }

        var power = (previous * previous) + (beforePrevious * beforePrevious) - (coefficient * previous * beforePrevious);
        return samples.Length == 0 ? 0 : 2 * Math.Sqrt(Math.Max(power, 0)) / samples.Length;
    }
}
