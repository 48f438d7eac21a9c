using System.Text;
using System.Text.Json;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Finds texts that must not be told, in whatever form they were put: plain, JSON, URL-encoded, hexadecimal, base64.</summary>
internal sealed class SecretSearch
{
    private readonly List<(string Text, string Form)> _forms = [];

    /// <param name="texts">What must not be told.</param>
    public SecretSearch(IEnumerable<string> texts)
    {
        foreach (var text in texts.Where(static text => text.Length > 0).Distinct())
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            IEnumerable<string> forms =
            [
                text, Uri.EscapeDataString(text), JsonEncodedText.Encode(text).ToString(), Convert.ToHexString(bytes),
                .. Base64Of(bytes),
            ];
            _forms.AddRange(forms.Distinct(StringComparer.OrdinalIgnoreCase).Select(form => (text, form)));
        }
    }

    /// <summary>The texts that are in it.</summary>
    public IEnumerable<string> In(string line) => _forms
        .Where(form => line.Contains(form.Form, StringComparison.OrdinalIgnoreCase))
        .Select(form => form.Text)
        .Distinct();

    // Inside a longer text, base64 of a text depends on where it stands: three ways, of which the middle is always the same.
    private static IEnumerable<string> Base64Of(byte[] bytes)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            var first = (shift * 8 / 6) + (shift == 0 ? 0 : 1);
            var middle = whole[first..^(whole.Length > first + 2 ? 1 : 0)];
            if (middle.Length >= 8)
            {
                yield return middle;
                yield return middle.Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
