using System.Globalization;

namespace Connectors.Core.Auditing;

/// <summary>The last link of a tenant's chain.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Mac">Its HMAC, in hexadecimal.</param>
public sealed record AuditHead(long Sequence, string Mac)
{
    private const int MacCharacters = 64;

    /// <summary>Reads the text form, as it stands in the log stream; null if it is none.</summary>
    /// <param name="text"><c>SEQUENCE:MAC</c>.</param>
    public static AuditHead? Parse(string text) =>
        text.Split(':') is [var sequence, { Length: MacCharacters } mac] && mac.All(char.IsAsciiHexDigit)
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new AuditHead(number, mac.ToUpperInvariant())
            : null;

    /// <summary><c>SEQUENCE:MAC</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Mac}");
}
