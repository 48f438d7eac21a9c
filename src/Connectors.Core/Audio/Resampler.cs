using System.Numerics;
using System.Runtime.InteropServices;
using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>
/// Converts a stream of mono samples from one rate to another. Stateful: the output is the same however the stream is cut,
/// so chunk borders cannot click. Equal rates pass through unchanged. Not thread-safe; allocates nothing after construction.
/// </summary>
/// <remarks>Quality: see <see cref="ResamplerFilter"/>. Positions are whole numbers, so an hour has not a sample too many.</remarks>
internal sealed class Resampler
{
    private const int Block = 480;

    private readonly ResamplerFilter? _filter;
    private readonly bool _aligned;
    private readonly float[] _line;
    private int _next;
    private int _phase;
    private bool _fed;

    /// <summary>A new stream.</summary>
    /// <param name="fromRate">Hz, 8,000 to 48,000.</param>
    /// <param name="toRate">Hz, 8,000 to 48,000.</param>
    /// <param name="aligned">
    /// False: every input yields its share of output at once, behind which the signal comes late by <see cref="Delay"/>. True:
    /// the output lies exactly where the input lies and lasts as long, and that of the last <see cref="Delay"/> is withheld
    /// until more input or <see cref="Flush"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside the range.</exception>
    public Resampler(int fromRate, int toRate, bool aligned = false)
    {
        Check(fromRate);
        Check(toRate);
        _aligned = aligned;
        _filter = fromRate == toRate ? null : ResamplerFilter.For(fromRate, toRate);
        _line = _filter is null ? [] : new float[_filter.Taps - 1 + Block];
        Delay = _filter is null ? TimeSpan.Zero : TimeSpan.FromSeconds((double)_filter.Half / fromRate);
        Reset();
    }

    /// <summary>How much later a signal leaves than it entered.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Most samples that <see cref="Flush"/> writes.</summary>
    public int MaximumTail => _filter is null ? 0 : MaximumOutput(_filter.Half);

    /// <summary>Most samples that <see cref="Process"/> writes for an input.</summary>
    /// <param name="inputSamples">Samples of the input.</param>
    public int MaximumOutput(int inputSamples) =>
        _filter is null ? inputSamples : (int)((((long)inputSamples * _filter.Up) + _filter.Down - 1) / _filter.Down);

    /// <summary>Converts the next piece of the stream.</summary>
    /// <param name="input">Any number of samples.</param>
    /// <param name="output">Room for <see cref="MaximumOutput"/>.</param>
    /// <returns>Samples written.</returns>
    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        if (_filter is null)
        {
            input.CopyTo(output);
            return input.Length;
        }

        var written = 0;
        while (!input.IsEmpty)
        {
            var piece = input[..Math.Min(input.Length, Block)];
            Widen(piece, _line.AsSpan(_filter.Taps - 1));
            written += Run(_filter, piece.Length, output[written..]);
            input = input[piece.Length..];
            _fed = true;
        }

        return written;
    }

    /// <summary>Writes what the filter still holds; afterwards the resampler is like new.</summary>
    /// <param name="output">Room for <see cref="MaximumTail"/>.</param>
    /// <returns>Samples written; none if the stream was empty.</returns>
    public int Flush(Span<short> output)
    {
        var written = 0;
        if (_filter is not null && _fed)
        {
            for (var rest = _filter.Half; rest > 0; rest -= Block)
            {
                var count = Math.Min(rest, Block);
                _line.AsSpan(_filter.Taps - 1, count).Clear();
                written += Run(_filter, count, output[written..]);
            }
        }

        Reset();
        return written;
    }

    /// <summary>Forgets the stream.</summary>
    public void Reset()
    {
        _line.AsSpan().Clear();
        _next = _aligned && _filter is not null ? _filter.Half : 0;
        _phase = 0;
        _fed = false;
    }

    private int Run(ResamplerFilter filter, int count, Span<short> output)
    {
        var line = _line.AsSpan();
        var (whole, part) = Math.DivRem(filter.Down, filter.Up);
        int next = _next, phase = _phase, written = 0;
        while (next < count)
        {
            var value = MathF.Round(filter.Apply(line.Slice(next, filter.Taps), phase));
            output[written++] = (short)Math.Clamp(value, short.MinValue, short.MaxValue);
            next += whole;
            phase += part;
            if (phase >= filter.Up)
            {
                phase -= filter.Up;
                next++;
            }
        }

        _next = next - count;
        _phase = phase;
        line.Slice(count, filter.Taps - 1).CopyTo(line);
        return written;
    }

    private static void Widen(ReadOnlySpan<short> samples, Span<float> line)
    {
        var width = Vector<short>.Count;
        var vectors = MemoryMarshal.Cast<short, Vector<short>>(samples);
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            Vector.ConvertToSingle(low).CopyTo(line[(i * width)..]);
            Vector.ConvertToSingle(high).CopyTo(line[((i * width) + (width / 2))..]);
        }

        for (var i = vectors.Length * width; i < samples.Length; i++)
        {
            line[i] = samples[i];
        }
    }

    private static void Check(int rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, AudioFormat.LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, AudioFormat.HighestRate);
    }
}
