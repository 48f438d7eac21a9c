using Connectors.Core.Avatars;

namespace Connectors.Core.Audio;

/// <summary>
/// A fixed piece of stored audio, PCM 16 bit at 24 kHz: the only pooled memory of the way down. Whoever rents it is its one
/// owner until it hands it on or disposes it.
/// </summary>
internal sealed class AudioBlock : IDisposable
{
    /// <summary>Samples of a block: 200 ms.</summary>
    public const int Capacity = 4_800;

    /// <summary>Bytes of a block, by which budgets count.</summary>
    public const int Bytes = Capacity * sizeof(short);

    /// <summary>Blocks that are kept for reuse, 9.8 MB; more than that is left to the garbage collector.</summary>
    public const int Kept = 1_024;

    private static readonly Lock Pool = new();
    private static AudioBlock? _free;
    private static int _freeCount;
    private static int _rented;

    private readonly short[] _samples = new short[Capacity];
    private bool _isRented;

    private AudioBlock()
    {
    }

    /// <summary>Blocks that have an owner now: what doesn't fall back to 0 leaks.</summary>
    public static int Rented => Volatile.Read(ref _rented);

    /// <summary>The next block of whatever list its owner keeps.</summary>
    public AudioBlock? Next { get; set; }

    /// <summary>Samples that were written.</summary>
    public int Count { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<short> Written => _samples.AsSpan(0, Count);

    /// <summary>Takes an empty block.</summary>
    public static AudioBlock Rent()
    {
        AudioBlock? block;
        lock (Pool)
        {
            _rented++;
            block = _free;
            if (block is not null)
            {
                _free = block.Next;
                _freeCount--;
            }
        }

        block ??= new();
        block.Next = null;
        block.Count = 0;
        block._isRented = true;
        return block;
    }

    /// <summary>Appends as much as fits.</summary>
    /// <param name="samples">At <see cref="AvatarLimits.Audio"/>'s rate.</param>
    /// <returns>Samples taken.</returns>
    public int Append(ReadOnlySpan<short> samples)
    {
        var count = Math.Min(samples.Length, Capacity - Count);
        samples[..count].CopyTo(_samples.AsSpan(Count));
        Count += count;
        return count;
    }

    /// <summary>Gives the block back; whoever calls it must not touch it again.</summary>
    /// <exception cref="InvalidOperationException">It was given back before.</exception>
    public void Dispose()
    {
        lock (Pool)
        {
            if (!_isRented)
            {
                throw new InvalidOperationException("An audio block was given back twice.");
            }

            _isRented = false;
            _rented--;
            Next = null;
            if (_freeCount < Kept)
            {
                Next = _free;
                _free = this;
                _freeCount++;
            }
        }
    }
}
