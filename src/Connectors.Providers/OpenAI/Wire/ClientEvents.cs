using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI.Wire;

/// <summary>
/// Writes the client's events (OpenAI API reference, "Realtime client events"). Each carries an <c>event_id</c> that the
/// server repeats in an error about it, so that an error can be told apart by what drew it.
/// </summary>
internal static class ClientEvents
{
    /// <summary>Largest <c>audio</c> of one append: 15 MiB of base64.</summary>
    public const int MaximumAudioBytes = 15 * 1024 * 1024 / 4 * 3;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>Adds user audio; written by hand, because it is the steady path.</summary>
    public static MessageBuffer AppendAudio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: true);
        Append(message, "{\"type\":\"input_audio_buffer.append\",\"audio\":\""u8);
        var text = message.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length));
        Base64.EncodeToUtf8(audio, text, out _, out var written);
        message.Advance(written);
        Append(message, "\"}"u8);
        message.Audio = format.DurationOf(audio.Length);
        return message;
    }

    /// <summary>Commits or clears the audio sent so far.</summary>
    public static MessageBuffer Audio(string verb, string eventId) => Write($"input_audio_buffer.{verb}", eventId, static _ => { });

    /// <summary>Sets the session up.</summary>
    public static MessageBuffer UpdateSession(string eventId, Action<Utf8JsonWriter> session) =>
        Write("session.update", eventId, json =>
        {
            json.WritePropertyName("session");
            session(json);
        });

    /// <summary>Adds a text to the conversation.</summary>
    /// <param name="eventId">Ours.</param>
    /// <param name="itemId">Ours, at most 32 characters; null leaves it to the server.</param>
    /// <param name="role">user, assistant or system.</param>
    /// <param name="text">What was said.</param>
    public static MessageBuffer CreateMessage(string eventId, string? itemId, string role, string text) =>
        Write("conversation.item.create", eventId, json =>
        {
            json.WriteStartObject("item");
            if (itemId is not null)
            {
                json.WriteString("id", itemId);
            }

            json.WriteString("type", "message");
            json.WriteString("role", role);
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", role == "assistant" ? "output_text" : "input_text");
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>Adds an item as it is.</summary>
    public static MessageBuffer CreateItem(string eventId, JsonElement item) =>
        Write("conversation.item.create", eventId, json =>
        {
            json.WritePropertyName("item");
            item.WriteTo(json);
        });

    /// <summary>Answers a function call.</summary>
    public static MessageBuffer CreateCallOutput(string eventId, string callId, string output) =>
        Write("conversation.item.create", eventId, json =>
        {
            json.WriteStartObject("item");
            json.WriteString("type", "function_call_output");
            json.WriteString("call_id", callId);
            json.WriteString("output", output);
            json.WriteEndObject();
        });

    /// <summary>Removes an item.</summary>
    public static MessageBuffer DeleteItem(string eventId, string itemId) =>
        Write("conversation.item.delete", eventId, json => json.WriteString("item_id", itemId));

    /// <summary>Shortens an assistant's audio to what was heard; the server forgets its transcript.</summary>
    /// <param name="eventId">Ours.</param>
    /// <param name="itemId">An assistant message.</param>
    /// <param name="contentIndex">Its audio part.</param>
    /// <param name="audioEndMs">Whole milliseconds, never more than there is (the server answers with an error).</param>
    public static MessageBuffer TruncateItem(string eventId, string itemId, int contentIndex, long audioEndMs) =>
        Write("conversation.item.truncate", eventId, json =>
        {
            json.WriteString("item_id", itemId);
            json.WriteNumber("content_index", contentIndex);
            json.WriteNumber("audio_end_ms", audioEndMs);
        });

    /// <summary>Asks for an answer.</summary>
    /// <param name="eventId">Ours.</param>
    /// <param name="instructions">In place of the session's for this response, or null.</param>
    /// <param name="response">Settings of the response as they are, or undefined.</param>
    public static MessageBuffer CreateResponse(string eventId, string? instructions, JsonElement response) =>
        Write("response.create", eventId, json =>
        {
            if (response.ValueKind == JsonValueKind.Object)
            {
                json.WritePropertyName("response");
                response.WriteTo(json);
            }
            else if (instructions is not null)
            {
                json.WriteStartObject("response");
                json.WriteString("instructions", instructions);
                json.WriteEndObject();
            }
        });

    /// <summary>Stops a response.</summary>
    public static MessageBuffer CancelResponse(string eventId, string responseId) =>
        Write("response.cancel", eventId, json => json.WriteString("response_id", responseId));

    /// <summary>An event id: what it was for, and a number.</summary>
    public static string EventId(string purpose, long number) => string.Create(CultureInfo.InvariantCulture, $"{purpose}_{number}");

    private static MessageBuffer Write(string type, string eventId, Action<Utf8JsonWriter> members)
    {
        var message = MessageBuffer.Rent(isText: true);
        using var json = new Utf8JsonWriter(message, Options);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("event_id", eventId);
        members(json);
        json.WriteEndObject();
        return message;
    }

    private static void Append(MessageBuffer message, ReadOnlySpan<byte> text)
    {
        text.CopyTo(message.GetSpan(text.Length));
        message.Advance(text.Length);
    }
}
