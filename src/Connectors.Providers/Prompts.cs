using System.Globalization;
using System.Text;

namespace Connectors.Providers;

/// <summary>Texts given to the model.</summary>
internal static class Prompts
{
    /// <summary>Fills <c>{{name}}</c> in; a placeholder without a value stays as it is.</summary>
    public static string? Fill(string? text, IReadOnlyDictionary<string, object> variables)
    {
        if (text is null || variables.Count == 0)
        {
            return text;
        }

        var filled = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("{{") is >= 0 and var start && rest[start..].IndexOf("}}") is > 0 and var length)
        {
            var placeholder = rest.Slice(start, length + 2);
            filled.Append(rest[..start]);
            var name = placeholder[2..^2].Trim().ToString();
            filled.Append(variables.TryGetValue(name, out var value)
                ? Convert.ToString(value, CultureInfo.InvariantCulture)
                : placeholder.ToString());
            rest = rest[(start + length + 2)..];
        }

        return filled.Append(rest).ToString();
    }

    /// <summary>A response's instructions stand in place of the session's, so the session's are repeated before them.</summary>
    public static string With(string? sessionInstructions, string instruction) =>
        string.IsNullOrWhiteSpace(sessionInstructions) ? instruction : $"{sessionInstructions}\n\n{instruction}";

    /// <summary>There is no command to say a text, only the request to do so.</summary>
    public static string Verbatim(string text) =>
        $"Say exactly the following text to the user, word for word and in its language, and nothing else:\n{text}";
}
