using System.Buffers;

namespace Connectors.Core.Transcripts;

/// <summary>What of a text was heard, where only the audio's length is known.</summary>
internal static class HeardText
{
    // Fast speech has about 20 characters a second. A text can be far ahead of its audio (providers send it whole, at the
    // turn's start): then the part of the audio says nothing, and the speed of speech bounds what can have been heard.
    private const double FastestCharactersPerSecond = 30;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n\u00a0\u3000");

    /// <summary>The beginning of the text in proportion to the audio, to the last whole word.</summary>
    /// <param name="text">The turn's text.</param>
    /// <param name="heard">Audio of the turn that was heard.</param>
    /// <param name="received">Audio of the turn that the provider sent.</param>
    public static string Estimate(string text, TimeSpan heard, TimeSpan received)
    {
        if (heard <= TimeSpan.Zero || received <= TimeSpan.Zero)
        {
            return string.Empty;
        }

        var inProportion = text.Length * Math.Min(1, heard / received);
        var sayable = heard.TotalSeconds * FastestCharactersPerSecond;
        return ToWord(text, (int)Math.Min(inProportion, sayable));
    }

    /// <summary>The longest beginning that does not end inside a surrogate pair.</summary>
    public static int WholeCharacters(string text, int length) =>
        length < text.Length && length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static string ToWord(string text, int length)
    {
        if (length >= text.Length)
        {
            return text;
        }

        // A word that ends exactly here was heard whole.
        var end = char.IsWhiteSpace(text[length]) ? length : text.AsSpan(0, length).LastIndexOfAny(Spaces);

        // Languages without spaces are cut between characters; one long word at the start of a text was not heard.
        if (end < 0)
        {
            end = HasSpaces(text) ? 0 : WholeCharacters(text, length);
        }

        return text[..end].TrimEnd();
    }

    private static bool HasSpaces(string text) => text.AsSpan().Trim().ContainsAny(Spaces);
}
