using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>
/// Reads what must be fast of a message (its type, audio, pings) from its bytes, without strings or objects. The order of
/// members is free, so the type is known only at the end.
/// </summary>
internal ref struct IncomingMessage
{
    // Event ids beyond what JavaScript can count are nonsense and treated as missing.
    private const long HighestId = 1L << 53;

    /// <summary>What the message is.</summary>
    public IncomingKind Kind { get; private set; }

    /// <summary>The object inside an audio or ping message.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static IncomingMessage Read(ReadOnlySpan<byte> message)
    {
        var result = new IncomingMessage { Kind = IncomingKind.Malformed };
        ReadOnlySpan<byte> audio = default, ping = default;
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return result;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                result.Kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("audio_event"u8))
            {
                audio = Slice(ref reader, message);
            }
            else if (reader.ValueTextEquals("ping_event"u8))
            {
                ping = Slice(ref reader, message);
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything behind the object is an error.
        reader.Read();
        result.Body = result.Kind == IncomingKind.Audio ? audio : result.Kind == IncomingKind.Ping ? ping : message;
        return result;
    }

    /// <summary>Reads an <c>event_id</c>, a number or (in some SDKs) a numeric text.</summary>
    /// <param name="reader">At the value.</param>
    public static long? EventId(ref Utf8JsonReader reader)
    {
        long id;
        var isNumber = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out id),
            JsonTokenType.String => Utf8Parser.TryParse(reader.ValueSpan, out id, out var used) && used == reader.ValueSpan.Length,
            _ => Fail(out id),
        };
        return isNumber && id is >= 0 and <= HighestId ? id : null;
    }

    /// <summary>Decodes the audio of an audio message.</summary>
    /// <param name="buffer">Empty; receives the bytes.</param>
    /// <param name="eventId">The reply's id, if it has one.</param>
    /// <returns>False if there is no audio or it isn't base64.</returns>
    public readonly bool TryDecodeAudio(MessageBuffer buffer, out long? eventId)
    {
        eventId = null;
        var found = false;
        var reader = new Utf8JsonReader(Body);
        if (Body.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event_id"u8))
            {
                reader.Read();
                eventId = EventId(ref reader);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("audio_base_64"u8))
            {
                reader.Read();
                found = reader.TokenType == JsonTokenType.String && TryDecode(ref reader, buffer);
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    /// <summary>The raw <c>event_id</c> of a ping, to be echoed as it is; empty if there is none.</summary>
    public readonly ReadOnlySpan<byte> PingId(out long? eventId)
    {
        eventId = null;
        ReadOnlySpan<byte> raw = default;
        var reader = new Utf8JsonReader(Body);
        if (Body.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return raw;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event_id"u8))
            {
                reader.Read();
                eventId = EventId(ref reader);
                raw = reader.TokenType is JsonTokenType.Number or JsonTokenType.String
                    ? Body[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]
                    : default;
            }

            reader.Skip();
        }

        return raw;
    }

    private static bool TryDecode(ref Utf8JsonReader reader, MessageBuffer buffer)
    {
        var target = buffer.GetSpan(reader.ValueSpan.Length);
        OperationStatus status;
        int length;
        if (reader.ValueIsEscaped)
        {
            // Slashes may be escaped.
            var text = target[..reader.CopyString(target)];
            status = Base64.DecodeFromUtf8InPlace(text, out length);
        }
        else
        {
            status = Base64.DecodeFromUtf8(reader.ValueSpan, target, out _, out length);
        }

        buffer.Advance(status == OperationStatus.Done ? length : 0);
        return status == OperationStatus.Done;
    }

    private static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return message[start..(int)reader.BytesConsumed];
    }

    private static IncomingKind KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return IncomingKind.Malformed;
        }

        return reader.ValueTextEquals("audio"u8) ? IncomingKind.Audio
            : reader.ValueTextEquals("ping"u8) ? IncomingKind.Ping
            : IncomingKind.Other;
    }

    private static bool Fail(out long id)
    {
        id = 0;
        return false;
    }
}
