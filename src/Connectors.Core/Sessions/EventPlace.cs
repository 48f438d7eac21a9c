using System.Globalization;

namespace Connectors.Core.Sessions;

/// <summary>
/// An event's place in its session, in its two spellings: <c>epoch-number</c>, by which a watcher comes back, and the sequence,
/// one number that grows from epoch to epoch.
/// </summary>
public readonly record struct EventPlace
{
    /// <summary>
    /// Places of one epoch. Whoever takes a session over doesn't know which place came last: it begins where nobody before can have
    /// come to. A day, which is the longest session, of a hundred events a second fits.
    /// </summary>
    public const long PerEpoch = 10_000_000;

    /// <summary>The greatest sequence: records of events are in the order of their twelve digits.</summary>
    public const long MaxSequence = 999_999_999_999;

    /// <summary>A place by its epoch and number.</summary>
    /// <param name="epoch">The epoch, from 1; 100,000 at most.</param>
    /// <param name="number">The event's number within it, from 1; <see cref="PerEpoch"/> at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public EventPlace(long epoch, long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch, (MaxSequence / PerEpoch) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, PerEpoch);
        Sequence = ((epoch - 1) * PerEpoch) + number;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Sequence, MaxSequence, nameof(number));
    }

    private EventPlace(long sequence) => Sequence = sequence;

    /// <summary>The sequence, from 1 to <see cref="MaxSequence"/>.</summary>
    public long Sequence { get; }

    /// <summary>The epoch in which it happened, from 1.</summary>
    public long Epoch => ((Sequence - 1) / PerEpoch) + 1;

    /// <summary>Its number within the epoch, from 1.</summary>
    public long Number => ((Sequence - 1) % PerEpoch) + 1;

    /// <summary>A place by its sequence.</summary>
    /// <param name="sequence">The sequence, from 1 to <see cref="MaxSequence"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static EventPlace Of(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, MaxSequence);
        return new(sequence);
    }

    /// <summary>Reads <c>epoch-number</c>, exactly as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The place, if it is one.</param>
    public static bool TryParse(string text, out EventPlace place)
    {
        place = default;
        var parts = text.Split('-');
        if (parts.Length != 2 || !TryRead(parts[0], out var epoch) || !TryRead(parts[1], out var number)
            || epoch > (MaxSequence / PerEpoch) + 1 || number > PerEpoch || ((epoch - 1) * PerEpoch) + number > MaxSequence)
        {
            return false;
        }

        place = new(epoch, number);
        return true;
    }

    /// <summary><c>epoch-number</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");

    // Digits without a zero before them; the framework's reading lets NULs pass behind them.
    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && text[0] != '0' && text.All(char.IsAsciiDigit);
}
