using System.Buffers.Text;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.Gemini.Wire;

/// <summary>Writes the client's messages (Live API reference, "BidiGenerateContentClientMessage"): one top-level member each.</summary>
internal static class ClientMessages
{
    /// <summary>Largest audio of one message; Gemini documents no limit, and a host sends hundreds of bytes.</summary>
    public const int MaximumAudioBytes = 4 * 1024 * 1024;

    private const string User = "user";
    private const string Model = "model";

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>User audio; written by hand, because it is the steady path.</summary>
    public static MessageBuffer Audio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: true);
        Append(message, "{\"realtimeInput\":{\"audio\":{\"mimeType\":\"audio/pcm;rate=16000\",\"data\":\""u8);
        var text = message.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length));
        Base64.EncodeToUtf8(audio, text, out _, out var written);
        message.Advance(written);
        Append(message, "\"}}}"u8);
        message.Audio = format.DurationOf(audio.Length);
        return message;
    }

    /// <summary>Sets the session up; the first message, and only it.</summary>
    public static MessageBuffer Setup(Action<Utf8JsonWriter> setup) => Write("setup", setup);

    /// <summary>A text of the user, as if it had been spoken.</summary>
    public static MessageBuffer RealtimeText(string text) => Write("realtimeInput", json =>
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
    });

    /// <summary>The mark of a turn's edge, or that the microphone is off.</summary>
    /// <param name="name"><c>activityStart</c>, <c>activityEnd</c> or <c>audioStreamEnd</c>.</param>
    public static MessageBuffer Mark(string name) => Write("realtimeInput", json =>
    {
        json.WriteStartObject();
        if (name == "audioStreamEnd")
        {
            json.WriteBoolean(name, true);
        }
        else
        {
            json.WriteStartObject(name);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>Texts that belong to the conversation.</summary>
    /// <param name="lines">Oldest first.</param>
    /// <param name="isComplete">Whether the model is to answer.</param>
    public static MessageBuffer Contents(IEnumerable<ConversationLine> lines, bool isComplete) => Write("clientContent", json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("turns");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("role", line.Speaker == Speaker.User ? User : Model);
            WriteParts(json, line.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("turnComplete", isComplete);
        json.WriteEndObject();
    });

    /// <summary>Stops what is being generated: contents without content do.</summary>
    public static MessageBuffer Interruption() => Contents([], isComplete: false);

    /// <summary>Answers a function call.</summary>
    /// <param name="name">The function.</param>
    /// <param name="result">The answer; its text goes as it is, under the name that Gemini gives to outputs and errors.</param>
    public static MessageBuffer FunctionResponse(string name, ToolResult result) => Write("toolResponse", json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("functionResponses");
        json.WriteStartObject();
        json.WriteString("id", result.CallId);
        json.WriteString("name", name);
        json.WriteStartObject("response");
        json.WriteString(result.IsError ? "error" : "output", result.Result);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The member <c>parts</c> of a content.</summary>
    public static void WriteParts(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray("parts");
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static MessageBuffer Write(string name, Action<Utf8JsonWriter> value)
    {
        var message = MessageBuffer.Rent(isText: true);
        using var json = new Utf8JsonWriter(message, Options);
        json.WriteStartObject();
        json.WritePropertyName(name);
        value(json);
        json.WriteEndObject();
        return message;
    }

    private static void Append(MessageBuffer message, ReadOnlySpan<byte> text)
    {
        text.CopyTo(message.GetSpan(text.Length));
        message.Advance(text.Length);
    }
}
