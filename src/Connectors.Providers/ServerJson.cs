using System.Text.Json;

namespace Connectors.Providers;

/// <summary>Messages of the server as they pass through.</summary>
internal static class ServerJson
{
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
}
