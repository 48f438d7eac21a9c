namespace Connectors.Tests.Core.Audio;

/// <summary>Test signals and what is measured of them.</summary>
internal static class Signals
{
    public const double Amplitude = 20_000;

    public static short[] Sine(double frequency, int rate, int count, double amplitude = Amplitude) =>
        [.. Enumerable.Range(0, count).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    public static short[] Noise(int seed, int count, double amplitude = 8_000)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (short)((random.NextDouble() - 0.5) * 2 * amplitude))];
    }

    public static double Rms(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }

    public static double Decibels(double ratio) => 20 * Math.Log10(Math.Max(ratio, 1e-12));

    /// <summary>Amplitude of the sine of this frequency, and the RMS of everything else, by least squares.</summary>
    public static (double Amplitude, double Residue) Fit(ReadOnlySpan<short> samples, double frequency, int rate)
    {
        double ss = 0, sc = 0, cc = 0, xs = 0, xc = 0, xx = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * frequency * i / rate);
            double x = samples[i];
            ss += sin * sin;
            sc += sin * cos;
            cc += cos * cos;
            xs += x * sin;
            xc += x * cos;
            xx += x * x;
        }

        var determinant = (ss * cc) - (sc * sc);
        var a = ((xs * cc) - (xc * sc)) / determinant;
        var b = ((xc * ss) - (xs * sc)) / determinant;
        var rest = xx - (a * xs) - (b * xc);
        return (Math.Sqrt((a * a) + (b * b)), Math.Sqrt(Math.Max(0, rest) / samples.Length));
    }

    /// <summary>Where the energy of a pulse lies, in seconds.</summary>
    public static double Centre(ReadOnlySpan<short> samples, int rate)
    {
        double sum = 0, weighted = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var power = (double)samples[i] * samples[i];
            sum += power;
            weighted += power * i;
        }

        return weighted / sum / rate;
    }
}
