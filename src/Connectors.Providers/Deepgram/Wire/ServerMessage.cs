using System.Text.Json;

namespace Connectors.Providers.Deepgram.Wire;

/// <summary>A text message of the server: JSON with a type. Audio comes as binary messages and never here.</summary>
internal static class ServerMessage
{
    /// <summary>Reads a message.</summary>
    /// <param name="message">UTF-8.</param>
    /// <param name="type">Its type.</param>
    /// <param name="json">All of it.</param>
    /// <returns>False if it isn't a JSON object with a type.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out string type, out JsonElement json)
    {
        type = string.Empty;
        json = default;
        try
        {
            var reader = new Utf8JsonReader(message);
            json = JsonElement.ParseValue(ref reader);

            // Reading on notices what follows the object.
            reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }

        type = json.Text("type") ?? string.Empty;
        return type.Length > 0;
    }
}
