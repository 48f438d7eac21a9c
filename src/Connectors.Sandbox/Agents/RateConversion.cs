namespace Connectors.Sandbox.Agents;

/// <summary>Converts a whole piece of audio to another rate by a windowed sinc. Simple and slow: for stand-ins only.</summary>
internal static class RateConversion
{
    private const int HalfWidth = 16;

    /// <summary>Converts samples.</summary>
    /// <param name="samples">Mono.</param>
    /// <param name="from">Their rate in Hz.</param>
    /// <param name="to">The rate wanted in Hz.</param>
    public static short[] Convert(short[] samples, int from, int to)
    {
        if (from == to)
        {
            return samples;
        }

        // Downwards the kernel is stretched, so that what the new rate can't hold is filtered away.
        var cutoff = Math.Min(1, (double)to / from);
        var reach = (int)Math.Ceiling(HalfWidth / cutoff);
        var converted = new short[(int)((long)samples.Length * to / from)];
        for (var i = 0; i < converted.Length; i++)
        {
            var position = (double)i * from / to;
            var sum = 0d;
            for (var n = Math.Max(0, (int)position - reach + 1); n <= Math.Min(samples.Length - 1, (int)position + reach); n++)
            {
                var distance = position - n;
                sum += samples[n] * cutoff * Sinc(cutoff * distance) * Window(distance / reach);
            }

            converted[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }

        return converted;
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Window(double x) => Math.Abs(x) >= 1 ? 0 : 0.5 + (0.5 * Math.Cos(Math.PI * x));
}
