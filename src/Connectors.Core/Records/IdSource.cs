using System.Buffers.Binary;
using System.Globalization;

namespace Connectors.Core.Records;

/// <summary>
/// Makes ids: UUIDs of version 7 (RFC 9562 §5.7, with its counter method 1), whose ordinal order is the order in which they
/// were made, also within a millisecond and when the clock is set back, as long as one process makes them.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class IdSource(TimeProvider time)
{
    private const ushort Version7 = 0x7000;
    private const int CounterLimit = 0x1000;

    private readonly Lock _lock = new();
    private long _milliseconds;
    private int _counter;

    /// <summary>What stands before every id made at a time or later, and behind every id made earlier.</summary>
    /// <param name="at">The time.</param>
    public static string Before(DateTimeOffset at)
    {
        var digits = Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return $"{digits[..8]}-{digits[8..]}-0000-0000-000000000000";
    }

    /// <summary>Makes the next id: 36 characters, lower case.</summary>
    public string Next()
    {
        var (milliseconds, counter) = Step();
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(Version7 | counter));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private (long Milliseconds, int Counter) Step()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _milliseconds)
            {
                (_milliseconds, _counter) = (now, 0);
            }
            else if (++_counter == CounterLimit)
            {
                (_milliseconds, _counter) = (_milliseconds + 1, 0);
            }

            return (_milliseconds, _counter);
        }
    }
}
