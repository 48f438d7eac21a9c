using System.Text.Json;

namespace Connectors.Providers.OpenAI.Wire;

/// <summary>Lenient reading: what is missing or of another type is as if it weren't there.</summary>
internal static class ServerJson
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
    public static string? Text(this JsonElement element, string name)
    {
        var value = element.Member(name);
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

    /// <summary>A member's whole number, or null.</summary>
    public static long? Number(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>A member's items; none if it isn't an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }

    /// <summary>The members of a message without its type, as a JSON object.</summary>
    /// <param name="json">A valid JSON object.</param>
    public static ReadOnlyMemory<byte> WithoutType(ReadOnlySpan<byte> json)
    {
        var rest = new byte[json.Length];
        var length = 0;
        rest[length++] = (byte)'{';
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            reader.Skip();
            if (!isType)
            {
                if (length > 1)
                {
                    rest[length++] = (byte)',';
                }

                var member = json[start..(int)reader.BytesConsumed];
                member.CopyTo(rest.AsSpan(length));
                length += member.Length;
            }
        }

        rest[length++] = (byte)'}';
        return rest.AsMemory(0, length);
    }

    /// <summary>A provider's code or parameter as something that may be shown: names only, never a sentence or a value.</summary>
    /// <param name="text">What the provider sent.</param>
    public static string Name(string? text) =>
        text is { Length: > 0 and <= 96 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']')
            ? text
            : "unknown";
}
