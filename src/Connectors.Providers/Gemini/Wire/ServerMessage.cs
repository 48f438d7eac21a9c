using System.Text.Json;

namespace Connectors.Providers.Gemini.Wire;

/// <summary>
/// A message of the server read in one pass and without objects: whether it is nothing but one piece of the agent's audio,
/// as most are, and that audio. Everything else is looked at elsewhere. The spans point into the message.
/// </summary>
internal ref struct ServerMessage
{
    private bool _hasMore;

    /// <summary>Whether this is audio and nothing else.</summary>
    public readonly bool IsAudio => Data.Length > 0 && !_hasMore;

    /// <summary>The audio, in base64.</summary>
    public ReadOnlySpan<byte> Data { readonly get; private set; }

    /// <summary>Its media type, such as <c>audio/pcm;rate=24000</c>.</summary>
    public ReadOnlySpan<byte> MimeType { readonly get; private set; }

    /// <summary>Reads a message.</summary>
    /// <param name="json">A whole message.</param>
    /// <param name="message">What it is; only valid with it.</param>
    /// <returns>False if it isn't a JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out ServerMessage message)
    {
        message = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var read = default(ServerMessage);
            read.ReadMessage(ref reader);

            // Reading on notices what follows the object.
            reader.Read();
            message = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate.
            return false;
        }
    }

    private void ReadMessage(scoped ref Utf8JsonReader reader)
    {
        while (NextMember(ref reader))
        {
            if (Enters(ref reader, "serverContent"u8, JsonTokenType.StartObject))
            {
                ReadContent(ref reader);
            }
        }
    }

    private void ReadContent(scoped ref Utf8JsonReader reader)
    {
        while (NextMember(ref reader))
        {
            if (Enters(ref reader, "modelTurn"u8, JsonTokenType.StartObject))
            {
                ReadTurn(ref reader);
            }
        }
    }

    private void ReadTurn(scoped ref Utf8JsonReader reader)
    {
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("role"u8))
            {
                reader.Skip();
            }
            else if (Enters(ref reader, "parts"u8, JsonTokenType.StartArray))
            {
                ReadParts(ref reader);
            }
        }
    }

    private void ReadParts(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadPart(ref reader);
            }
            else
            {
                reader.Skip();
                _hasMore = true;
            }
        }
    }

    private void ReadPart(scoped ref Utf8JsonReader reader)
    {
        while (NextMember(ref reader))
        {
            if (Enters(ref reader, "inlineData"u8, JsonTokenType.StartObject))
            {
                _hasMore |= Data.Length > 0;
                ReadBlob(ref reader);
            }
        }
    }

    private void ReadBlob(scoped ref Utf8JsonReader reader)
    {
        while (NextMember(ref reader))
        {
            var isData = reader.ValueTextEquals("data"u8);
            var isType = reader.ValueTextEquals("mimeType"u8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || (!isData && !isType))
            {
                reader.Skip();
                _hasMore = true;
            }
            else if (isData)
            {
                Data = reader.ValueSpan;
            }
            else
            {
                MimeType = reader.ValueSpan;
            }
        }
    }

    private static bool NextMember(scoped ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    // Goes into the value of this member if it is what it should be; anything else is passed over and noted.
    private bool Enters(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> name, JsonTokenType kind)
    {
        var isIt = reader.ValueTextEquals(name);
        reader.Read();
        if (isIt && reader.TokenType == kind)
        {
            return true;
        }

        reader.Skip();
        _hasMore = true;
        return false;
    }
}
