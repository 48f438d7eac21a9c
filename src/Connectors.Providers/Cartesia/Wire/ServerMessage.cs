using System.Text;
using System.Text.Json;

namespace Connectors.Providers.Cartesia.Wire;

/// <summary>
/// A message of the server read in one pass and without objects: its event, and what a <c>media_output</c> carries. Everything else
/// is skipped. The spans point into the message.
/// </summary>
internal readonly ref struct ServerMessage
{
    /// <summary>The message's event, UTF-8.</summary>
    public ReadOnlySpan<byte> Event { get; private init; }

    /// <summary><c>media.payload</c> where it is a string: base64.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Whether this is <c>media_output</c>.</summary>
    public bool IsAudio => Event.SequenceEqual("media_output"u8);

    /// <summary>Reads a message.</summary>
    /// <param name="json">A whole message.</param>
    /// <param name="message">What it is; only valid with it.</param>
    /// <returns>False if it isn't a JSON object with an event.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out ServerMessage message)
    {
        message = default;
        try
        {
            message = Read(json);
            return message.Event.Length > 0;
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
        ReadOnlySpan<byte> name = default, payload = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8))
            {
                name = Text(ref reader);
            }
            else if (reader.ValueTextEquals("media"u8))
            {
                payload = Media(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Reading on notices what follows the object.
        reader.Read();
        return new() { Event = name, Payload = payload };
    }

    private static ReadOnlySpan<byte> Media(scoped ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> payload = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("payload"u8))
            {
                payload = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return payload;
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
