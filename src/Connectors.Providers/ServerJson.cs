using System.Text.Json;

namespace Connectors.Providers;

/// <summary>Messages of the server as they pass through.</summary>
internal static class ServerJson
{
    /// <summary>The members of a message without its type, as a JSON object.</summary>
    /// <param name="json">A valid JSON object.</param>
    public static ReadOnlyMemory<byte> WithoutType(ReadOnlySpan<byte> json) => Without("type"u8, json);

    /// <summary>The members of a message without one of them, as a JSON object.</summary>
    /// <param name="name">Name of the member, UTF-8.</param>
    /// <param name="json">A valid JSON object.</param>
    public static ReadOnlyMemory<byte> Without(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        var rest = new byte[json.Length];
        var length = 0;
        rest[length++] = (byte)'{';
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isLeftOut = reader.ValueTextEquals(name);
            reader.Read();
            reader.Skip();
            if (!isLeftOut)
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
}
