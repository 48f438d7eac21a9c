using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

public sealed class SampleDecoderTests
{
    [Theory]
    [InlineData(AudioEncoding.Pcm16)]
    [InlineData(AudioEncoding.MuLaw)]
    public void Bytes_CutAnywhere_GiveTheSameSamples(AudioEncoding encoding)
    {
        var format = new AudioFormat(encoding, 16_000);
        var samples = Signals.Noise(5, 4_001);
        var bytes = new byte[samples.Length * format.BytesPerSample];
        Assert.Equal(bytes.Length, PcmBytes.Write(samples, encoding, bytes));
        var whole = Decode(new(format), bytes, bytes.Length);
        for (var size = 1; size < 100; size++)
        {
            Assert.Equal(whole, Decode(new(format), bytes, size));
        }

        if (encoding == AudioEncoding.Pcm16)
        {
            Assert.Equal(samples, whole);
        }
    }

    [Fact]
    public void Pcm_IsLittleEndian()
    {
        var bytes = new byte[4];
        PcmBytes.Write([0x1234, -2], AudioEncoding.Pcm16, bytes);
        Assert.Equal([0x34, 0x12, 0xFE, 0xFF], bytes);
        Assert.Equal([0x1234, -2], Decode(new(AudioFormat.Pcm16(24_000)), bytes, 4));
    }

    [Fact]
    public void Reset_WithAnOddByteCarried_DropsIt()
    {
        var decoder = new SampleDecoder(AudioFormat.Pcm16(24_000));
        var samples = new short[2];
        Assert.Equal(1, decoder.Decode([1, 0, 99], samples));
        decoder.Reset();
        Assert.Equal(1, decoder.Decode([2, 0], samples));
        Assert.Equal(2, samples[0]);
    }

    [Fact]
    public void Decode_Steady_AllocatesNothing()
    {
        var decoder = new SampleDecoder(AudioFormat.Pcm16(24_000));
        var bytes = new byte[961];
        var samples = new short[decoder.MaximumOutput(bytes.Length)];
        Assert.Equal(0, Allocation.OfSteadyState(100, _ => decoder.Decode(bytes, samples)));
    }

    private static short[] Decode(SampleDecoder decoder, byte[] bytes, int size)
    {
        var result = new List<short>();
        foreach (var chunk in bytes.Chunk(size))
        {
            var samples = new short[decoder.MaximumOutput(chunk.Length)];
            result.AddRange(samples.AsSpan(0, decoder.Decode(chunk, samples)));
        }

        return [.. result];
    }
}
