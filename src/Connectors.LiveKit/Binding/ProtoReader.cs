namespace Connectors.LiveKit.Binding;

/// <summary>Walks the fields of one encoded protobuf message without allocating.</summary>
/// <param name="message">The encoded message.</param>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Value of the current field, if it is a varint.</summary>
    public ulong Number { get; private set; }

    /// <summary>Content of the current field, if it is a message, a string or bytes.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes on to the next field; false at the end and where the encoding is broken.</summary>
    public bool Next()
    {
        if (!TryVarint(out var tag))
        {
            return false;
        }

        Field = (int)(tag >> 3);
        Number = 0;
        Content = default;
        switch ((int)tag & 7)
        {
            case Varint:
                var read = TryVarint(out var number);
                Number = number;
                return read;
            case Length:
                return TryVarint(out var length) && TryTake(length);
            case Fixed64:
                return TryTake(8);
            case Fixed32:
                return TryTake(4);
            default:
                return false;
        }
    }

    private bool TryTake(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        Content = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
