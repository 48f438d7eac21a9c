using System.Globalization;

namespace Connectors;

/// <summary>
/// Names one turn of the agent within one agent connection. Numbers start at 1 and grow; a provider's own ids stay
/// inside its connector.
/// </summary>
/// <param name="Number">1, 2, 3… in the order in which the turns started.</param>
public readonly record struct TurnId(long Number) : IComparable<TurnId>
{
    /// <inheritdoc/>
    public int CompareTo(TurnId other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> started before <paramref name="right"/>.</summary>
    public static bool operator <(TurnId left, TurnId right)
    {
        return left.Number < right.Number;
    }

    /// <summary>Whether <paramref name="left"/> started after <paramref name="right"/>.</summary>
    public static bool operator >(TurnId left, TurnId right)
    {
        return left.Number > right.Number;
    }

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or started before it.</summary>
    public static bool operator <=(TurnId left, TurnId right)
    {
        return left.Number <= right.Number;
    }

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or started after it.</summary>
    public static bool operator >=(TurnId left, TurnId right)
    {
        return left.Number >= right.Number;
    }
}
