using System.Text;
using System.Text.Json;

namespace Connectors.Providers.Cartesia.Managed.Wire;

/// <summary>
/// A message of the server read in one pass and without objects: its type, and what an <c>audio_output</c> carries. Everything else
/// is skipped. The spans point into the message.
/// </summary>
internal readonly ref struct ServerMessage
{
    /// <summary>The message's type, UTF-8.</summary>
    public ReadOnlySpan<byte> Type { get; private init; }

    /// <summary><c>audio</c> where it is a string: base64.</summary>
    public ReadOnlySpan<byte> Audio { get; private init; }

    /// <summary>Whether this is <c>audio_output</c>.</summary>
    public bool IsAudio => Type.SequenceEqual("audio_output"u8);

    /// <summary>Reads a message.</summary>
    /// <param name="json">A whole message.</param>
    /// <param name="message">What it is; only valid with it.</param>
    /// <returns>False if it isn't a JSON object with a type.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out ServerMessage message)
    {
        message = default;
        try
        {
            message = Read(json);
            return message.Type.Length > 0;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or a string with half a surrogate.
            return false;
        }
    }

    private static ServerMessage Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        ReadOnlySpan<byte> type = default, audio = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = Text(ref reader);
            }
            else if (reader.ValueTextEquals("audio"u8))
            {
                audio = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Reading on notices what follows the object.
        reader.Read();
        return new() { Type = type, Audio = audio };
    }

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return default;
        }

        return reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
    }
}
