using System.Buffers.Binary;
using Connectors.Audio;

namespace Connectors.Sandbox.Agents;

/// <summary>Samples to the bytes of a format and back; not the product's own code, so that neither hides the other's fault.</summary>
internal static class SampleCoding
{
    private const int Bias = 0x84;
    private const int Clip = 32_635;

    /// <summary>Samples as bytes of a format.</summary>
    /// <param name="samples">Mono, at the format's rate.</param>
    /// <param name="format">The format.</param>
    public static byte[] Encode(ReadOnlySpan<short> samples, AudioFormat format)
    {
        var bytes = new byte[samples.Length * format.BytesPerSample];
        for (var i = 0; i < samples.Length; i++)
        {
            if (format.Encoding == AudioEncoding.MuLaw)
            {
                bytes[i] = ToMuLaw(samples[i]);
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
            }
        }

        return bytes;
    }

    /// <summary>The sample at an index.</summary>
    /// <param name="bytes">Audio of the format.</param>
    /// <param name="index">Of the sample.</param>
    /// <param name="format">The format.</param>
    public static short Decode(ReadOnlySpan<byte> bytes, int index, AudioFormat format) => format.Encoding == AudioEncoding.MuLaw
        ? FromMuLaw(bytes[index])
        : BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * index)..]);

    // ITU-T G.711: sign, three bits of exponent, four of mantissa, all inverted.
    private static byte ToMuLaw(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), Clip) + Bias;
        var exponent = 7;
        for (var mask = 0x4000; (magnitude & mask) == 0 && exponent > 0; mask >>= 1)
        {
            exponent--;
        }

        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f));
    }

    private static short FromMuLaw(byte coded)
    {
        var value = (byte)~coded;
        var magnitude = ((((value & 0x0f) << 3) + Bias) << ((value & 0x70) >> 4)) - Bias;
        return (short)((value & 0x80) != 0 ? -magnitude : magnitude);
    }
}
