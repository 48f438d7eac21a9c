using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>
/// Reads the head of a WAV file (RIFF) that comes in pieces, up to where its samples begin. Lengths in it are not believed: whoever
/// streams doesn't know them.
/// </summary>
internal sealed class WavHeader
{
    // Far more than the notes that programs leave before the samples.
    private const int Longest = 256 * 1024;
    private const int Pcm = 1;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;

    private const string NoWav = "It is no WAV file.";
    private const string NoFormat = "The WAV file must hold PCM of 16 bit or µ-law, with one or two channels at 8,000 to 48,000 Hz.";

    private readonly List<byte> _bytes = [];

    /// <summary>What the samples are; valid once <see cref="TryRead"/> said so.</summary>
    public UploadFormat Format { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece; shortened to what belongs to the samples.</param>
    /// <param name="problem">What is wrong with the file, or null.</param>
    /// <returns>Whether the head is complete.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> piece, out string? problem)
    {
        var before = _bytes.Count;
        _bytes.AddRange(piece);
        var all = CollectionsMarshal.AsSpan(_bytes);
        problem = Look(all, out var begin);
        problem ??= begin < 0 && _bytes.Count > Longest ? NoWav : null;
        piece = begin < 0 ? [] : piece[Math.Max(0, begin - before)..];
        return begin >= 0 && problem is null;
    }

    private string? Look(ReadOnlySpan<byte> all, out int begin)
    {
        begin = -1;
        if (!Begins(all, "RIFF"u8) || (all.Length >= 12 && !Begins(all[8..], "WAVE"u8)))
        {
            return NoWav;
        }

        for (var at = 12; at + 8 <= all.Length;)
        {
            var name = all.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(all[(at + 4)..]);
            at += 8;
            if (name.SequenceEqual("data"u8))
            {
                begin = at;
                return Format.SampleRate == 0 ? NoFormat : null;
            }

            if (length > Longest)
            {
                return NoWav;
            }

            if (name.SequenceEqual("fmt "u8) && at + length <= all.Length && !TryFormat(all.Slice(at, (int)length)))
            {
                return NoFormat;
            }

            // Chunks begin at even places.
            at += (int)(length + (length & 1));
        }

        return null;
    }

    private static bool Begins(ReadOnlySpan<byte> all, ReadOnlySpan<byte> word) =>
        all[..Math.Min(all.Length, word.Length)].SequenceEqual(word[..Math.Min(all.Length, word.Length)]);

    private bool TryFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
        {
            return false;
        }

        int code = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        code = code == Extensible && chunk.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]) : code;
        var isKnown = (code, bits) is (Pcm, 16) or (MuLaw, 8);
        if (!isKnown || channels is not (1 or 2) || rate is < AudioFormat.LowestRate or > AudioFormat.HighestRate)
        {
            return false;
        }

        Format = new(code == Pcm ? AudioEncoding.Pcm16 : AudioEncoding.MuLaw, (int)rate, channels);
        return true;
    }
}
