using System.Buffers.Binary;

namespace Connectors.Sandbox.Sound;

/// <summary>Mono 16-bit PCM with its rate, read from and written to WAV files.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Samples">Mono.</param>
internal sealed record WavFile(int SampleRate, short[] Samples)
{
    private const int HeaderBytes = 44;

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);

    /// <summary>Reads a file; several channels are averaged.</summary>
    /// <param name="path">A RIFF WAVE file with 16-bit PCM, 8 to 48 kHz.</param>
    /// <exception cref="InvalidDataException">It is something else; the message says what.</exception>
    public static WavFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">For the error message.</param>
    /// <exception cref="InvalidDataException">It isn't 16-bit PCM; the message says what it is.</exception>
    public static WavFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < 12 || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException($"{name}: not a WAV file (no RIFF/WAVE header).");
        }

        ReadOnlySpan<byte> format = default;
        for (var rest = bytes[12..]; rest.Length >= 8;)
        {
            var id = rest[..4];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            // espeak-ng --stdout writes a false length (0x7ffff000); what is there counts.
            var body = rest.Slice(8, (int)Math.Min(length, (uint)(rest.Length - 8)));
            if (id.SequenceEqual("fmt "u8))
            {
                format = body;
            }
            else if (id.SequenceEqual("data"u8))
            {
                return Decode(format, body, name);
            }

            rest = rest[Math.Min(rest.Length, 8 + body.Length + (body.Length & 1))..];
        }

        throw new InvalidDataException($"{name}: a WAV file without audio (no data chunk).");
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Overwritten.</param>
    public void Write(string path) => File.WriteAllBytes(path, ToBytes());

    /// <summary>The file's content.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + (Samples.Length * 2)];
        var span = bytes.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(span[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(span[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[34..], 16);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[40..], Samples.Length * 2);
        for (var i = 0; i < Samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(span[(HeaderBytes + (2 * i))..], Samples[i]);
        }

        return bytes;
    }

    private static WavFile Decode(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data, string name)
    {
        if (format.Length < 16)
        {
            throw new InvalidDataException($"{name}: a WAV file without a format chunk before its audio.");
        }

        var coding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        // 0xfffe is WAVE_FORMAT_EXTENSIBLE, which sox writes for some files; with 16 bits it is PCM all the same.
        if (coding is not (1 or 0xfffe) || bits != 16 || channels == 0 || rate is < 8_000 or > 48_000)
        {
            throw new InvalidDataException(
                $"{name}: needs 16-bit PCM at 8,000 to 48,000 Hz, but has coding {coding}, {bits} bits, {channels} channels, {rate} Hz.");
        }

        var samples = new short[data.Length / (2 * channels)];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += BinaryPrimitives.ReadInt16LittleEndian(data[(2 * ((i * channels) + channel))..]);
            }

            samples[i] = (short)(sum / channels);
        }

        return new(rate, samples);
    }
}
