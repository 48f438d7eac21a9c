using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

public sealed class MuLawTests
{
    // ITU-T G.711 table 2a: the decoder's output values at the segments' ends, in 14 bits (times four = 16 bits).
    [Theory]
    [InlineData(0x80, 8_031)]
    [InlineData(0x8F, 4_191)]
    [InlineData(0x90, 3_999)]
    [InlineData(0x9F, 2_079)]
    [InlineData(0xA0, 1_983)]
    [InlineData(0xAF, 1_023)]
    [InlineData(0xB0, 975)]
    [InlineData(0xBF, 495)]
    [InlineData(0xC0, 471)]
    [InlineData(0xCF, 231)]
    [InlineData(0xD0, 219)]
    [InlineData(0xDF, 99)]
    [InlineData(0xE0, 93)]
    [InlineData(0xEF, 33)]
    [InlineData(0xF0, 30)]
    [InlineData(0xFE, 2)]
    [InlineData(0xFF, 0)]
    public void Decode_OfReferenceCodes_GivesTheStandardsValues(int code, int expected)
    {
        Assert.Equal(expected * 4, Decode((byte)code));
        Assert.Equal(-expected * 4, Decode((byte)(code & 0x7F)));
    }

    // The same table's decision values: at and above one, the next larger output value is meant.
    [Theory]
    [InlineData(1, 0xFE)]
    [InlineData(31, 0xEF)]
    [InlineData(35, 0xEE)]
    [InlineData(95, 0xDF)]
    [InlineData(223, 0xCF)]
    [InlineData(479, 0xBF)]
    [InlineData(991, 0xAF)]
    [InlineData(2_015, 0x9F)]
    [InlineData(4_063, 0x8F)]
    [InlineData(7_903, 0x80)]
    public void Encode_AtDecisionValues_ChangesTheCodeThere(int decision, int code)
    {
        Assert.Equal(code, Encode((short)(decision * 4)));
        Assert.Equal(code + 1, Encode((short)((decision * 4) - 1)));
        Assert.Equal(code & 0x7F, Encode((short)(-decision * 4)));
        Assert.Equal((code + 1) & 0x7F, Encode((short)((-decision * 4) + 1)) & 0x7F);
    }

    [Fact]
    public void Codes_DecodedAndEncoded_AreThemselves()
    {
        for (var code = 0; code < 256; code++)
        {
            // 0x7F is the negative zero, which no sample can be.
            Assert.Equal(code == 0x7F ? 0xFF : code, Encode(Decode((byte)code)));
        }
    }

    [Fact]
    public void Samples_EncodedAndDecoded_AreTheNearestOutputValue()
    {
        for (int sample = short.MinValue; sample <= short.MaxValue; sample += 7)
        {
            var step = Math.Max(8, Math.Abs(sample) / 16);
            Assert.InRange(Math.Abs(Decode(Encode((short)sample)) - Math.Clamp(sample, -32_124, 32_124)), 0, (step / 2) + 4);
        }
    }

    [Fact]
    public void Silence_Decoded_IsZero() => Assert.Equal(0, Decode(MuLaw.Silence));

    [Fact]
    public void Coding_Steady_AllocatesNothing()
    {
        var samples = Signals.Noise(1, 160);
        var codes = new byte[160];
        Assert.Equal(0, Allocation.OfSteadyState(100, _ =>
        {
            MuLaw.Encode(samples, codes);
            MuLaw.Decode(codes, samples);
        }));
    }

    private static short Decode(byte code)
    {
        Span<short> sample = stackalloc short[1];
        MuLaw.Decode([code], sample);
        return sample[0];
    }

    private static byte Encode(short sample)
    {
        Span<byte> code = stackalloc byte[1];
        MuLaw.Encode([sample], code);
        return code[0];
    }
}
