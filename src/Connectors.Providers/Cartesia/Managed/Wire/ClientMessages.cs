using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Managed.Wire;

/// <summary>Writes the client's messages (Cartesia's AsyncAPI of 2026-08-14).</summary>
internal static class ClientMessages
{
    /// <summary>Largest audio that is taken from the host at once.</summary>
    public const int MaximumAudioBytes = 1024 * 1024;

    /// <summary>
    /// Largest audio of one message. Unverified: Cartesia is said to take messages of 32 KiB; it recommends 20 to 100 ms of audio.
    /// </summary>
    public const int MessageAudioBytes = 16 * 1024;

    // What isn't ASCII stays as it is: escaped it would be twice as long.
    private static readonly JsonWriterOptions Options =
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>User audio; written by hand, because it is the steady path.</summary>
    /// <param name="audio">The audio.</param>
    /// <param name="format">Its format.</param>
    public static MessageBuffer Audio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: true);
        message.Write("{\"type\":\"audio_input\",\"audio\":\""u8);
        var text = message.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length));
        Base64.EncodeToUtf8(audio, text, out _, out var written);
        message.Advance(written);
        message.Write("\"}"u8);
        message.Audio = format.DurationOf(audio.Length);
        return message;
    }

    /// <summary>Begins the conversation; the first message.</summary>
    /// <param name="format">Format of both directions, as Cartesia spells it.</param>
    /// <param name="delivery">How the agent's audio is to come.</param>
    /// <param name="variables">Values for placeholders; left out if there are none.</param>
    public static MessageBuffer Create(string format, string delivery, IReadOnlyDictionary<string, object> variables) =>
        Write("session_create", json =>
        {
            json.WriteStartObject("audio");
            json.WriteString("input_format", format);
            json.WriteString("output_delivery", delivery);
            json.WriteEndObject();
            if (variables.Count > 0)
            {
                json.WriteStartObject("dynamic_variables");
                foreach (var (name, value) in variables)
                {
                    json.WritePropertyName(name);
                    DynamicValues.Write(json, value);
                }

                json.WriteEndObject();
            }
        });

    /// <summary>Answers a tool call.</summary>
    /// <param name="result">Id and result.</param>
    public static MessageBuffer ToolResult(ToolResult result) => Write("client_tool_result", json =>
    {
        json.WriteString("tool_call_id", result.CallId);
        json.WriteString("result", result.Result);
        json.WriteBoolean("is_error", result.IsError);
    });

    /// <summary>A key of a telephone.</summary>
    public static MessageBuffer Dtmf(string digit) => Write("dtmf_input", json => json.WriteString("digit", digit));

    private static MessageBuffer Write(string type, Action<Utf8JsonWriter> members)
    {
        var message = MessageBuffer.Rent(isText: true);
        using var json = new Utf8JsonWriter(message, Options);
        json.WriteStartObject();
        json.WriteString("type", type);
        members(json);
        json.WriteEndObject();
        return message;
    }
}
