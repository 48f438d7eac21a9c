using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>
/// Writes samples as bytes of a format. The way back is a <see cref="SampleDecoder"/>, because chunks may end inside a sample.
/// </summary>
internal static class PcmBytes
{
    /// <summary>Writes samples.</summary>
    /// <param name="samples">At the format's rate.</param>
    /// <param name="encoding">PCM 16 bit little-endian, or µ-law.</param>
    /// <param name="bytes">Room for all of them.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<short> samples, AudioEncoding encoding, Span<byte> bytes)
    {
        if (encoding == AudioEncoding.MuLaw)
        {
            MuLaw.Encode(samples, bytes);
            return samples.Length;
        }

        WritePcm(samples, bytes);
        return samples.Length * sizeof(short);
    }

    /// <summary>Reads whole PCM samples.</summary>
    /// <param name="bytes">An even number of bytes, little-endian.</param>
    /// <param name="samples">Room for half as many.</param>
    public static void ReadPcm(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(samples));
            return;
        }

        for (var i = 0; i < bytes.Length / sizeof(short); i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]);
        }
    }

    private static void WritePcm(ReadOnlySpan<short> samples, Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(samples).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * sizeof(short))..], samples[i]);
        }
    }
}
