using System.Text;
using System.Text.Json;

namespace Connectors.Providers.OpenAI.Wire;

/// <summary>
/// A message of the server read in one pass and without objects: its type, and what an audio delta carries. Everything
/// else is skipped. The spans point into the message.
/// </summary>
internal readonly ref struct ServerMessage
{
    /// <summary>The message's type, UTF-8.</summary>
    public ReadOnlySpan<byte> Type { get; private init; }

    /// <summary><c>response_id</c>, as it stands in the message.</summary>
    public ReadOnlySpan<byte> ResponseId { get; private init; }

    /// <summary><c>item_id</c>, as it stands in the message.</summary>
    public ReadOnlySpan<byte> ItemId { get; private init; }

    /// <summary><c>content_index</c>, 0 if it isn't there.</summary>
    public int ContentIndex { get; private init; }

    /// <summary><c>delta</c> where it is a string: base64 in an audio delta.</summary>
    public ReadOnlySpan<byte> Delta { get; private init; }

    /// <summary>Whether this is <c>response.output_audio.delta</c>.</summary>
    public bool IsAudio => Type.SequenceEqual("response.output_audio.delta"u8);

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
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate.
            return false;
        }
    }

    private static ServerMessage Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        ReadOnlySpan<byte> type = default, responseId = default, itemId = default, delta = default;
        var contentIndex = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (NameOf(ref reader))
            {
                case Name.Type:
                    type = Text(ref reader);
                    break;
                case Name.ResponseId:
                    responseId = Text(ref reader);
                    break;
                case Name.ItemId:
                    itemId = Text(ref reader);
                    break;
                case Name.Delta:
                    delta = Text(ref reader);
                    break;
                case Name.ContentIndex:
                    contentIndex = Number(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Reading on notices what follows the object.
        reader.Read();
        return new() { Type = type, ResponseId = responseId, ItemId = itemId, Delta = delta, ContentIndex = contentIndex };
    }

    private static Name NameOf(scoped ref Utf8JsonReader reader)
    {
        return reader.ValueTextEquals("type"u8) ? Name.Type
            : reader.ValueTextEquals("response_id"u8) ? Name.ResponseId
            : reader.ValueTextEquals("item_id"u8) ? Name.ItemId
            : reader.ValueTextEquals("delta"u8) ? Name.Delta
            : reader.ValueTextEquals("content_index"u8) ? Name.ContentIndex
            : Name.Other;
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

    private static int Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : 0;
        reader.Skip();
        return number;
    }

    private enum Name
    {
        Other,
        Type,
        ResponseId,
        ItemId,
        Delta,
        ContentIndex,
    }
}
