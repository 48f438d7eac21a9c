using System.Buffers;

namespace Connectors.Transport;

/// <summary>Collects one message; grows up to a limit and shrinks again, from the shared pool.</summary>
/// <param name="limit">Largest message, in bytes.</param>
internal sealed class ReceiveBuffer(int limit) : IDisposable
{
    private const int UsualBytes = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _length;

    public Memory<byte> Free => _bytes.AsMemory(_length);

    public ReadOnlySpan<byte> Message => _bytes.AsSpan(0, _length);

    /// <summary>Counts what was received into <see cref="Free"/> and makes room for more.</summary>
    /// <returns>False if the message is over the limit.</returns>
    public bool TryAdvance(int count)
    {
        _length += count;
        if (_length > limit)
        {
            return false;
        }

        if (_length == _bytes.Length)
        {
            Resize((int)Math.Min(_bytes.Length * 2L, limit + 1L));
        }

        return true;
    }

    /// <summary>Begins the next message.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > 4 * UsualBytes)
        {
            Resize(UsualBytes);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Resize(int size)
    {
        var resized = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _length).CopyTo(resized);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = resized;
    }
}
