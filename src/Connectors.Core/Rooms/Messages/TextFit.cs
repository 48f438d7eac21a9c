using System.Text;
using System.Text.Encodings.Web;

namespace Connectors.Core.Rooms.Messages;

/// <summary>How much of a text fits into a number of bytes of JSON.</summary>
internal static class TextFit
{
    /// <summary>
    /// What is written is read by <c>JSON.parse</c>, never put into a page's source: other languages' letters stay as they
    /// are, at a third of the size.
    /// </summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Size of the whole text in JSON, at most.</summary>
    public static int Bytes(ReadOnlySpan<char> text)
    {
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += Bytes(rune);
        }

        return bytes;
    }

    /// <summary>
    /// Length of the longest beginning that fits: never inside a surrogate pair; behind a space if there is one in its last
    /// quarter. All of the text if it fits; else at least one character.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">Room for its JSON without quotes; at least 12, the longest character.</param>
    public static int Length(ReadOnlySpan<char> text, int bytes)
    {
        var length = 0;
        var afterSpace = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= Bytes(rune);
            if (bytes < 0)
            {
                return afterSpace > length - (length / 4) ? afterSpace : length;
            }

            length += rune.Utf16SequenceLength;
            afterSpace = Rune.IsWhiteSpace(rune) ? length : afterSpace;
        }

        return length;
    }

    // Escaped as \uXXXX, twice for a pair. A lone surrogate is enumerated as U+FFFD and may be written escaped.
    private static int Bytes(Rune rune) =>
        rune == Rune.ReplacementChar || Encoder.WillEncode(rune.Value) ? 6 * rune.Utf16SequenceLength : rune.Utf8SequenceLength;
}
