using System.Text.Json;

namespace Connectors.Providers;

/// <summary>Lenient reading: what is missing or of another type is as if it weren't there.</summary>
internal static class LenientJson
{
    /// <summary>A member's value, or undefined.</summary>
    public static JsonElement Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate.
            return default;
        }
    }

    /// <summary>A member's text, or null.</summary>
    public static string? Text(this JsonElement element, string name) => Text(element.Member(name));

    /// <summary>A member's whole number, or null.</summary>
    public static long? Number(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>Whether a member is true.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>A member's texts; none if it isn't an array, and without what in it is none.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.Items(name).Select(Text).OfType<string>();

    /// <summary>A member's items; none if it isn't an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }

    /// <summary>A provider's code or parameter as something that may be shown: names only, never a sentence or a value.</summary>
    /// <param name="text">What the provider sent.</param>
    public static string Name(string? text) =>
        text is { Length: > 0 and <= 96 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']')
            ? text
            : "unknown";

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate.
            return null;
        }
    }
}
