using System.Buffers;
using System.Runtime.InteropServices;
using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>Turns uploaded audio, in pieces cut anywhere, into PCM as the avatar takes it.</summary>
internal sealed class UploadedAudio
{
    private readonly WavHeader? _header;
    private readonly List<byte> _carry = [];
    private UploadFormat _format;
    private PlayoutInput? _input;

    /// <param name="format">What the bytes are; null: they are a WAV file, which says so itself.</param>
    public UploadedAudio(UploadFormat? format)
    {
        _header = format is null ? new() : null;
        if (format is { } known)
        {
            Begin(known);
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">Any number of bytes.</param>
    /// <param name="pcm">Where PCM 16 bit, 24 kHz, mono is appended.</param>
    /// <returns>What is wrong with the file, or null.</returns>
    public string? Add(ReadOnlySpan<byte> piece, ArrayBufferWriter<byte> pcm)
    {
        if (_input is null)
        {
            if (!_header!.TryRead(ref piece, out var problem))
            {
                return problem;
            }

            Begin(_header.Format);
        }

        if (_format.Channels == 1)
        {
            Convert(piece, pcm);
        }
        else
        {
            Mix(piece, pcm);
        }

        return null;
    }

    /// <summary>It is over: writes what the filter still holds.</summary>
    /// <param name="pcm">Where it is appended.</param>
    /// <returns>What is wrong with the file, or null.</returns>
    public string? End(ArrayBufferWriter<byte> pcm)
    {
        if (_input is null)
        {
            return "The WAV file ends before its samples begin.";
        }

        pcm.Write(MemoryMarshal.AsBytes(_input.Flush()));
        return null;
    }

    private void Begin(UploadFormat format)
    {
        _format = format;
        _input = new(new AudioFormat(format.Encoding, format.SampleRate));
    }

    private void Convert(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> pcm)
    {
        while (!bytes.IsEmpty)
        {
            pcm.Write(MemoryMarshal.AsBytes(_input!.Take(ref bytes)));
        }
    }

    // Half of both: the sum of two may be too loud.
    private void Mix(ReadOnlySpan<byte> piece, ArrayBufferWriter<byte> pcm)
    {
        _carry.AddRange(piece);
        var size = _format.Encoding == AudioEncoding.Pcm16 ? sizeof(short) : 1;
        var frames = _carry.Count / (2 * size);
        var bytes = CollectionsMarshal.AsSpan(_carry)[..(frames * 2 * size)];
        if (_format.Encoding == AudioEncoding.Pcm16)
        {
            var both = MemoryMarshal.Cast<byte, short>(bytes);
            var mixed = new short[frames];
            for (var i = 0; i < frames; i++)
            {
                mixed[i] = (short)((both[2 * i] + both[(2 * i) + 1]) / 2);
            }

            Convert(MemoryMarshal.AsBytes(mixed.AsSpan()), pcm);
        }
        else
        {
            // µ-law can't be averaged as it is, and nobody records it in stereo: the left one.
            var left = new byte[frames];
            for (var i = 0; i < frames; i++)
            {
                left[i] = bytes[2 * i];
            }

            Convert(left, pcm);
        }

        _carry.RemoveRange(0, frames * 2 * size);
    }
}
