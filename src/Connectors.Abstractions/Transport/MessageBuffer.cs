using System.Buffers;
using System.Collections.Concurrent;

namespace Connectors.Transport;

/// <summary>
/// A growing buffer for one outgoing message, rented from a pool and owned by one holder at a time: whoever rents it fills
/// it and hands it to a <see cref="MessageSocket"/>, which returns it. The only place that names the shared array pool.
/// </summary>
public sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    // Sized for a second of 24 kHz PCM as base64; larger ones are not kept.
    private const int KeptBytes = 96 * 1024;
    private const int KeptBuffers = 256;

    private static readonly ConcurrentQueue<MessageBuffer> Pool = new();

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    private MessageBuffer()
    {
    }

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Whether the message is sent as a text frame; else binary.</summary>
    public bool IsText { get; set; }

    /// <summary>Time of the audio inside, for accounting of what is dropped; zero for other messages.</summary>
    public TimeSpan Audio { get; set; }

    /// <summary>Takes an empty buffer from the pool.</summary>
    /// <param name="isText">Whether the message is text.</param>
    public static MessageBuffer Rent(bool isText)
    {
        if (!Pool.TryDequeue(out var buffer))
        {
            buffer = new();
        }

        buffer._length = 0;
        buffer.Audio = default;
        buffer.IsText = isText;
        return buffer;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Gives the buffer back; whoever calls it must not touch it again.</summary>
    public void Dispose()
    {
        if (_bytes.Length > KeptBytes || Pool.Count >= KeptBuffers)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            return;
        }

        Pool.Enqueue(this);
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
