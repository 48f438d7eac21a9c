using System.Numerics;
using System.Runtime.InteropServices;

namespace Connectors.Core.Audio;

/// <summary>
/// The low-pass of one pair of rates: a windowed sinc cut into phases, one row of coefficients for each position between two
/// input samples. Immutable and shared by all sessions.
/// </summary>
/// <remarks>
/// Kaiser window, linear phase. With the lower of the two rates as f, the pass band ends at 0.45 f, the stop band begins at
/// 0.55 f and lies 72 dB down by design; that needs 44.6 / f seconds of filter, half of which is the delay: at 8 kHz
/// 2.875 ms, at 16 kHz 1.44 ms, at 24 kHz less than 1 ms. So no shorter or minimum-phase design is needed for 3 ms.
/// </remarks>
internal sealed class ResamplerFilter
{
    // Design attenuation; two above the 70 dB promised, for what coefficients and rounding cost.
    private const double Attenuation = 72;
    private const double Transition = 0.1;
    private const double Beta = 0.1102 * (Attenuation - 8.7);

    // Ratios such as 44,100 : 47,999 would need tens of thousands of rows; 512 and a straight line between two
    // neighbouring rows err by less than -100 dB.
    private const int MaximumRows = 512;
    private const int CachedPairs = 64;

    private static readonly Lock CacheLock = new();
    private static readonly Dictionary<(int From, int To), ResamplerFilter> Cache = [];
    private static readonly Queue<(int From, int To)> Oldest = new();

    private readonly float[] _rows;
    private readonly int _rowCount;

    private ResamplerFilter(int from, int to)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        Up = to / divisor;
        Down = from / divisor;
        var lower = Math.Min(from, to);
        var length = (Attenuation - 7.95) / (2.285 * 2 * Math.PI * Transition) * from / lower;
        Half = (int)Math.Ceiling(length / 2);
        var step = 2 * Vector<float>.Count;
        Taps = ((2 * Half) + step) / step * step;
        _rowCount = Math.Min(Up, MaximumRows);
        // One row more than there are phases, so that the last one has a neighbour.
        _rows = new float[(_rowCount + 1) * Taps];
        for (var row = 0; row <= _rowCount; row++)
        {
            Fill(_rows.AsSpan(row * Taps, Taps), (double)row / _rowCount, (double)lower / from);
        }
    }

    /// <summary>Output steps per <see cref="Down"/> input samples.</summary>
    public int Up { get; }

    /// <summary>Input samples per <see cref="Up"/> output steps.</summary>
    public int Down { get; }

    /// <summary>Half the filter's length = its delay, in input samples.</summary>
    public int Half { get; }

    /// <summary>Input samples under the filter, filled up to whole vectors.</summary>
    public int Taps { get; }

    /// <summary>Bytes of its table.</summary>
    public int Bytes => _rows.Length * sizeof(float);

    /// <summary>The filter of a pair of rates; the last 64 pairs are kept.</summary>
    /// <param name="from">Hz.</param>
    /// <param name="to">Hz, another one.</param>
    public static ResamplerFilter For(int from, int to)
    {
        lock (CacheLock)
        {
            if (Cache.TryGetValue((from, to), out var known))
            {
                return known;
            }

            if (Cache.Count >= CachedPairs)
            {
                Cache.Remove(Oldest.Dequeue());
            }

            var filter = new ResamplerFilter(from, to);
            Cache.Add((from, to), filter);
            Oldest.Enqueue((from, to));
            return filter;
        }
    }

    /// <summary>One output sample.</summary>
    /// <param name="input">The <see cref="Taps"/> samples up to the newest one, oldest first.</param>
    /// <param name="phase">Position after the newest one, in 1/<see cref="Up"/> of a sample.</param>
    public float Apply(ReadOnlySpan<float> input, int phase)
    {
        if (_rowCount == Up)
        {
            return Dot(input, _rows.AsSpan(phase * Taps, Taps));
        }

        var row = Math.DivRem((long)phase * _rowCount, Up, out var rest);
        var start = (int)row * Taps;
        var here = Dot(input, _rows.AsSpan(start, Taps));
        var next = Dot(input, _rows.AsSpan(start + Taps, Taps));
        return here + ((next - here) * rest / Up);
    }

    // Always in the same order, so that the result doesn't depend on how the stream was cut.
    private static float Dot(ReadOnlySpan<float> input, ReadOnlySpan<float> row)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(input);
        var c = MemoryMarshal.Cast<float, Vector<float>>(row)[..x.Length];
        var even = Vector<float>.Zero;
        var odd = Vector<float>.Zero;
        for (var i = 0; i + 1 < x.Length; i += 2)
        {
            even = Vector.MultiplyAddEstimate(x[i], c[i], even);
            odd = Vector.MultiplyAddEstimate(x[i + 1], c[i + 1], odd);
        }

        return Vector.Sum(even + odd);
    }

    private void Fill(Span<float> row, double fraction, double cutoff)
    {
        Span<double> exact = stackalloc double[Taps];
        var sum = 0.0;
        for (var age = 0; age < Taps; age++)
        {
            var value = Value(age + fraction - Half, cutoff);
            exact[Taps - 1 - age] = value;
            sum += value;
        }

        // Each row passes a constant unchanged; otherwise it would be modulated by the phase.
        for (var i = 0; i < Taps; i++)
        {
            row[i] = (float)(exact[i] / sum);
        }
    }

    private double Value(double at, double cutoff)
    {
        var edge = at / Half;
        if (Math.Abs(edge) > 1)
        {
            return 0;
        }

        var angle = Math.PI * cutoff * at;
        var sinc = Math.Abs(angle) < 1e-9 ? 1 : Math.Sin(angle) / angle;
        return cutoff * sinc * Bessel(Beta * Math.Sqrt(1 - (edge * edge))) / Bessel(Beta);
    }

    // Modified Bessel function of the first kind, order 0, by its series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-16; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }

        return sum;
    }
}
