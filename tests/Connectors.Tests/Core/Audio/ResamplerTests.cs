using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

public sealed class ResamplerTests(ITestOutputHelper output)
{
    public static TheoryData<int, int> Pairs { get; } = new()
    {
        { 8_000, 24_000 }, { 16_000, 24_000 }, { 22_050, 24_000 }, { 44_100, 24_000 }, { 48_000, 16_000 }, { 48_000, 24_000 },
        { 48_000, 8_000 }, { 24_000, 8_000 }, { 24_000, 48_000 }, { 8_000, 48_000 }, { 48_000, 44_100 }, { 11_025, 24_000 },
        { 44_099, 24_000 }, { 9_001, 47_999 }, { 24_000, 24_000 },
    };

    public static TheoryData<int, int> DownPairs { get; } = new()
    {
        { 44_100, 24_000 }, { 48_000, 16_000 }, { 48_000, 24_000 }, { 48_000, 8_000 }, { 24_000, 8_000 },
        { 44_099, 24_000 }, { 32_000, 24_001 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void PassBand_SweptToItsEdge_IsFlatAndFreeOfImages(int from, int to)
    {
        var edge = 0.45 * Math.Min(from, to);
        double low = double.MaxValue, high = double.MinValue, worst = double.MinValue;
        for (var step = 0; step <= 24; step++)
        {
            var frequency = 100 + ((edge - 100) * step / 24);
            var result = Convert(Signals.Sine(frequency, from, from / 2), from, to);
            var (amplitude, rest) = Signals.Fit(Middle(result), frequency, to);
            low = Math.Min(low, Signals.Decibels(amplitude / Signals.Amplitude));
            high = Math.Max(high, Signals.Decibels(amplitude / Signals.Amplitude));
            worst = Math.Max(worst, Signals.Decibels(rest * Math.Sqrt(2) / Signals.Amplitude));
        }

        output.WriteLine($"{from} -> {to}: gain {low:F4}..{high:F4} dB, images and noise {worst:F1} dB, "
            + $"delay {new Resampler(from, to).Delay.TotalMilliseconds:F3} ms");
        Assert.InRange(high - low, 0, 0.5);
        Assert.InRange(high, -0.25, 0.25);
        Assert.InRange(worst, double.MinValue, -70);
    }

    [Theory]
    [MemberData(nameof(DownPairs))]
    public void StopBand_Swept_LiesSeventyDecibelsDown(int from, int to)
    {
        var worst = double.MinValue;
        var edge = 0.55 * to;
        for (var step = 0; step <= 48; step++)
        {
            var frequency = edge + (((0.499 * from) - edge) * step / 48);
            var result = Convert(Signals.Sine(frequency, from, from / 2), from, to);
            worst = Math.Max(worst, Signals.Decibels(Signals.Rms(Middle(result)) * Math.Sqrt(2) / Signals.Amplitude));
        }

        output.WriteLine($"{from} -> {to}: aliases {worst:F1} dB");
        Assert.InRange(worst, double.MinValue, -70);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Delay_OfAPulse_IsAsToldAndAtMostThreeMilliseconds(int from, int to)
    {
        // A smooth burst at a fifth of the lower rate, 10 ms wide, at 100 ms.
        var frequency = Math.Min(from, to) / 5.0;
        var pulse = new short[from / 5];
        for (var i = 0; i < pulse.Length; i++)
        {
            var t = ((double)i / from) - 0.1;
            pulse[i] = (short)(Signals.Amplitude * Math.Exp(-t * t / 2e-5) * Math.Cos(2 * Math.PI * frequency * t));
        }

        var late = new Resampler(from, to);
        var aligned = new Resampler(from, to, aligned: true);
        var shift = Signals.Centre(Run(late, pulse), to) - Signals.Centre(pulse, from);

        Assert.Equal(late.Delay.TotalSeconds, shift, 5e-6);
        Assert.InRange(late.Delay.TotalMilliseconds, 0, 3);
        Assert.Equal(0, Signals.Centre(Run(aligned, pulse), to) - Signals.Centre(pulse, from), 5e-6);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Output_CutAnywhere_IsBitIdentical(int from, int to)
    {
        var input = Signals.Noise(from ^ to, from / 4);
        foreach (var aligned in (ReadOnlySpan<bool>)[false, true])
        {
            var whole = Run(new Resampler(from, to, aligned), input);
            for (var seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                Assert.Equal(whole, Run(new Resampler(from, to, aligned), input, () => random.Next(1, 1 + (seed * 100))));
            }
        }
    }

    [Theory]
    [InlineData(44_100, 24_000, 3_600)]
    [InlineData(48_000, 16_000, 600)]
    [InlineData(22_050, 24_000, 600)]
    [InlineData(8_000, 24_000, 600)]
    [InlineData(44_099, 24_000, 600)]
    public void Count_OverALongTime_IsExactToOneSample(int from, int to, int seconds)
    {
        var resampler = new Resampler(from, to, aligned: true);
        var input = new short[from];
        var written = new short[resampler.MaximumOutput(input.Length) + resampler.MaximumTail];
        long total = 0;
        for (var second = 1; second <= seconds; second++)
        {
            total += resampler.Process(input, written);
            var withheld = resampler.Delay.TotalSeconds * to;
            Assert.InRange(((long)second * to) - total, 0, withheld + 1);
        }

        total += resampler.Flush(written);
        Assert.InRange(total - ((long)seconds * to), -1, 1);
    }

    [Fact]
    public void Output_WithoutAlignment_ComesAtOnceInItsFullShare()
    {
        var resampler = new Resampler(48_000, 16_000);
        Assert.Equal(160, resampler.Process(new short[480], new short[resampler.MaximumOutput(480)]));
    }

    [Fact]
    public void EqualRates_AnyInput_PassThroughUnchanged()
    {
        var input = Signals.Noise(1, 24_000, short.MaxValue);
        Assert.Equal(input, Run(new Resampler(24_000, 24_000), input));
        Assert.Equal(TimeSpan.Zero, new Resampler(24_000, 24_000).Delay);
    }

    [Fact]
    public void Flush_OfATurn_WritesItsTailAndForgetsIt()
    {
        var resampler = new Resampler(16_000, 24_000);
        var first = Run(resampler, Signals.Sine(1_000, 16_000, 1_600));
        Assert.Equal((1_600 * 3 / 2) + (int)Math.Ceiling(resampler.Delay.TotalSeconds * 24_000), first.Length);
        // The last input sample is in the middle of the tail.
        Assert.True(Signals.Rms(first.AsSpan(2_380, 40)) > Signals.Amplitude / 4);

        Assert.Equal(0, resampler.Flush(new short[resampler.MaximumTail]));
        Assert.Equal(first, Run(resampler, Signals.Sine(1_000, 16_000, 1_600)));
    }

    [Fact]
    public void Output_OfFullScaleSteps_IsLimitedInsteadOfWrapped()
    {
        short[] input = [.. Enumerable.Range(0, 8_000).Select(i => i / 40 % 2 == 0 ? short.MaxValue : short.MinValue)];
        var result = Run(new Resampler(8_000, 24_000, aligned: true), input);
        for (var i = 360; i < result.Length - 360; i++)
        {
            // Well inside a half period the sign is that of the input.
            if (i % 120 is > 12 and < 108)
            {
                Assert.Equal(Math.Sign((int)input[i / 3]), Math.Sign((int)result[i]));
            }
        }
    }

    [Theory]
    [InlineData(7_999, 24_000)]
    [InlineData(24_000, 48_001)]
    public void Rate_OutsideTheRange_IsRefused(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(from, to));

    [Fact]
    public void Filters_OfManyPairs_StaySmall()
    {
        var largest = Enumerable.Range(0, 200).Max(i => ResamplerFilter.For(8_000 + i, 47_999).Bytes);
        output.WriteLine($"largest table {largest} bytes");
        Assert.InRange(largest, 1, 600_000);
        Assert.Same(ResamplerFilter.For(16_000, 24_000), ResamplerFilter.For(16_000, 24_000));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Process_Steady_AllocatesNothing(int from, int to)
    {
        var resampler = new Resampler(from, to);
        var input = Signals.Noise(3, from / 50);
        var written = new short[resampler.MaximumOutput(input.Length)];
        Assert.Equal(0, Allocation.OfSteadyState(100, _ => resampler.Process(input, written)));
    }

    private static short[] Convert(short[] input, int from, int to) => Run(new Resampler(from, to), input);

    private static ReadOnlySpan<short> Middle(short[] samples) => samples.AsSpan(samples.Length / 5, samples.Length * 3 / 5);

    private static short[] Run(Resampler resampler, short[] input, Func<int>? size = null)
    {
        var result = new List<short>();
        for (var at = 0; at < input.Length;)
        {
            var chunk = input.AsSpan(at, Math.Min(input.Length - at, size?.Invoke() ?? input.Length));
            var written = new short[resampler.MaximumOutput(chunk.Length)];
            result.AddRange(written.AsSpan(0, resampler.Process(chunk, written)));
            at += chunk.Length;
        }

        var tail = new short[resampler.MaximumTail];
        result.AddRange(tail.AsSpan(0, resampler.Flush(tail)));
        return [.. result];
    }
}
