using System.Globalization;

namespace Connectors.Providers.Gemini.Wire;

/// <summary>Durations as protocol buffers write them in JSON: seconds with an s, such as <c>9.5s</c>.</summary>
internal static class TimeText
{
    private const double Longest = 24 * 3600;

    /// <summary>Reads a duration; what isn't one is zero.</summary>
    public static TimeSpan Read(string? text) =>
        text is [(>= '0' and <= '9') or '.', .., 's']
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= Longest
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
