using Connectors.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Core.Audio;

/// <summary>
/// Audio of one turn in pooled blocks, addressed by its position in samples since the turn's start. The front is let go when
/// it was heard, not when it was sent. Not thread-safe.
/// </summary>
internal sealed class AudioQueue
{
    private static readonly int Rate = AvatarLimits.Audio.SampleRate;

    private AudioBlock? _head;
    private AudioBlock? _tail;

    /// <summary>Position of the first sample that is still there.</summary>
    public long Start { get; private set; }

    /// <summary>Position after the last sample.</summary>
    public long End { get; private set; }

    /// <summary>Samples that fit without another block.</summary>
    public int Room => _tail is null ? 0 : AudioBlock.Capacity - _tail.Count;

    /// <summary>Samples of a time, rounded down.</summary>
    public static long SamplesOf(TimeSpan time) => time.Ticks * Rate / TimeSpan.TicksPerSecond;

    /// <summary>Time of samples, rounded down.</summary>
    public static TimeSpan TimeOf(long samples) => new(samples * TimeSpan.TicksPerSecond / Rate);

    /// <summary>Adds an empty block at the end and owns it from now on.</summary>
    public void Add(AudioBlock block)
    {
        if (_tail is null)
        {
            _head = block;
        }
        else
        {
            _tail.Next = block;
        }

        _tail = block;
    }

    /// <summary>Appends what fits into the last block.</summary>
    /// <returns>Samples taken.</returns>
    public int Append(ReadOnlySpan<short> samples)
    {
        var count = _tail?.Append(samples) ?? 0;
        End += count;
        return count;
    }

    /// <summary>Copies audio as PCM bytes.</summary>
    /// <param name="position">From where; not before <see cref="Start"/>.</param>
    /// <param name="bytes">Filled whole; not beyond <see cref="End"/>.</param>
    public void CopyTo(long position, Span<byte> bytes)
    {
        var at = Start;
        for (var block = _head; block is not null && !bytes.IsEmpty; block = block.Next)
        {
            if (position < at + block.Count)
            {
                var part = block.Written[(int)(position - at)..];
                part = part[..Math.Min(part.Length, bytes.Length / sizeof(short))];
                bytes = bytes[PcmBytes.Write(part, AudioEncoding.Pcm16, bytes)..];
                position += part.Length;
            }

            at += block.Count;
        }
    }

    /// <summary>Lets go the blocks that lie wholly before a position.</summary>
    /// <returns>Blocks given back.</returns>
    public int ReleaseBefore(long position)
    {
        var released = 0;
        while (_head is { Count: AudioBlock.Capacity } block && Start + AudioBlock.Capacity <= position)
        {
            Start += AudioBlock.Capacity;
            _head = block.Next;
            _tail = _head is null ? null : _tail;
            block.Dispose();
            released++;
        }

        return released;
    }

    /// <summary>Lets go everything, for the next turn.</summary>
    /// <returns>Blocks given back.</returns>
    public int Clear()
    {
        var released = 0;
        while (_head is { } block)
        {
            _head = block.Next;
            block.Dispose();
            released++;
        }

        _tail = null;
        Start = 0;
        End = 0;
        return released;
    }
}
