namespace Connectors.Core.Audio;

/// <summary>G.711 µ-law, to and from 16-bit samples (ITU-T G.711, tables 2a and 2b; 14-bit values shifted left by two).</summary>
internal static class MuLaw
{
    private const int Bias = 132;
    private const int Clip = 32_635;

    private static readonly short[] Samples = BuildSamples();

    // By magnitude / 4: the decision values are whole multiples of four.
    private static readonly byte[] Codes = BuildCodes();

    /// <summary>The code of silence.</summary>
    public const byte Silence = 0xFF;

    /// <summary>Expands codes to samples.</summary>
    /// <param name="codes">One byte a sample.</param>
    /// <param name="samples">At least as many.</param>
    public static void Decode(ReadOnlySpan<byte> codes, Span<short> samples)
    {
        var table = Samples;
        samples = samples[..codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            samples[i] = table[codes[i]];
        }
    }

    /// <summary>Compresses samples to codes.</summary>
    /// <param name="samples">16 bit.</param>
    /// <param name="codes">At least as many.</param>
    public static void Encode(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        var table = Codes;
        codes = codes[..samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            int sample = samples[i];
            var code = table[Math.Min(Math.Abs(sample), Clip) >> 2];
            codes[i] = sample < 0 ? (byte)(code & 0x7F) : code;
        }
    }

    private static short[] BuildSamples()
    {
        var table = new short[256];
        for (var code = 0; code < table.Length; code++)
        {
            var inverted = ~code;
            var magnitude = ((((inverted & 0x0F) << 3) + Bias) << ((inverted & 0x70) >> 4)) - Bias;
            table[code] = (short)((inverted & 0x80) != 0 ? -magnitude : magnitude);
        }

        return table;
    }

    private static byte[] BuildCodes()
    {
        var table = new byte[(Clip >> 2) + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var biased = (i << 2) + Bias;
            var segment = int.Log2(biased) - 7;
            table[i] = (byte)~((segment << 4) | ((biased >> (segment + 3)) & 0x0F));
        }

        return table;
    }
}
