using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Wire;

/// <summary>Writes the client's messages (Cartesia docs, "Web Calls", client events).</summary>
internal static class ClientMessages
{
    /// <summary>Largest audio of one message.</summary>
    public const int MaximumAudioBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>How every <c>media_input</c> of a call begins.</summary>
    public static byte[] MediaPrefix(string streamId) => Encoding.UTF8.GetBytes(
        $"{{\"event\":\"media_input\",\"stream_id\":\"{JsonEncodedText.Encode(streamId)}\",\"media\":{{\"payload\":\"");

    /// <summary>User audio; written by hand, because it is the steady path.</summary>
    /// <param name="prefix">Of <see cref="MediaPrefix"/>.</param>
    /// <param name="audio">The audio.</param>
    /// <param name="format">Its format.</param>
    public static MessageBuffer Media(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: true);
        message.Write(prefix);
        var text = message.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length));
        Base64.EncodeToUtf8(audio, text, out _, out var written);
        message.Advance(written);
        message.Write("\"}}"u8);
        message.Audio = format.DurationOf(audio.Length);
        return message;
    }

    /// <summary>Begins the call; the first message.</summary>
    /// <param name="start">The rest of it.</param>
    public static MessageBuffer Start(Action<Utf8JsonWriter> start) => Write("start", null, start);

    /// <summary>Something for the agent's code.</summary>
    public static MessageBuffer Custom(string streamId, JsonElement metadata) => Write("custom", streamId, json =>
    {
        json.WritePropertyName("metadata");
        metadata.WriteTo(json);
    });

    /// <summary>A key of a telephone.</summary>
    public static MessageBuffer Dtmf(string streamId, string digit) =>
        Write("dtmf", streamId, json => json.WriteString("dtmf", digit));

    private static MessageBuffer Write(string name, string? streamId, Action<Utf8JsonWriter> members)
    {
        var message = MessageBuffer.Rent(isText: true);
        using var json = new Utf8JsonWriter(message, Options);
        json.WriteStartObject();
        json.WriteString("event", name);
        if (streamId is not null)
        {
            json.WriteString("stream_id", streamId);
        }

        members(json);
        json.WriteEndObject();
        return message;
    }
}
