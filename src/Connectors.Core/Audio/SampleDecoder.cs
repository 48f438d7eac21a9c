using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>
/// Turns a stream of bytes into samples. Providers cut their chunks anywhere, also inside a sample; the odd byte is carried
/// into the next chunk.
/// </summary>
/// <param name="format">What the bytes are.</param>
internal sealed class SampleDecoder(AudioFormat format)
{
    private byte _carry;
    private bool _carries;

    /// <summary>What the bytes are.</summary>
    public AudioFormat Format { get; } = format;

    /// <summary>Most samples that a chunk can yield.</summary>
    /// <param name="bytes">Bytes of the chunk.</param>
    public int MaximumOutput(int bytes) => Format.Encoding == AudioEncoding.MuLaw ? bytes : (bytes + 1) / sizeof(short);

    /// <summary>Decodes a chunk.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <param name="samples">Room for <see cref="MaximumOutput"/>.</param>
    /// <returns>Samples written.</returns>
    public int Decode(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        if (Format.Encoding == AudioEncoding.MuLaw)
        {
            MuLaw.Decode(bytes, samples);
            return bytes.Length;
        }

        if (bytes.IsEmpty)
        {
            return 0;
        }

        var written = 0;
        if (_carries)
        {
            samples[written++] = (short)(_carry | (bytes[0] << 8));
            bytes = bytes[1..];
        }

        var whole = bytes.Length / sizeof(short);
        PcmBytes.ReadPcm(bytes[..(whole * sizeof(short))], samples[written..]);
        _carries = (bytes.Length & 1) != 0;
        _carry = _carries ? bytes[^1] : default;
        return written + whole;
    }

    /// <summary>Drops the carried byte: what follows is another stream.</summary>
    public void Reset() => _carries = false;
}
