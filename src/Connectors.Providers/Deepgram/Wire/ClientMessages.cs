using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.Deepgram.Wire;

/// <summary>Writes the client's messages (Deepgram docs, "Voice Agent: Inputs").</summary>
internal static class ClientMessages
{
    /// <summary>Largest audio of one message.</summary>
    public const int MaximumAudioBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>User audio: the bytes and nothing else, in a binary message.</summary>
    public static MessageBuffer Audio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: false);
        audio.CopyTo(message.GetSpan(audio.Length));
        message.Advance(audio.Length);
        message.Audio = format.DurationOf(audio.Length);
        return message;
    }

    /// <summary>Asks for the session.</summary>
    public static MessageBuffer Settings(SettingsMessage settings) => Write("Settings", settings.Write);

    /// <summary>Keeps the connection while no audio is sent.</summary>
    public static MessageBuffer KeepAlive() => Write("KeepAlive", static _ => { });

    /// <summary>Replaces the prompt.</summary>
    public static MessageBuffer UpdatePrompt(string prompt) => Write("UpdatePrompt", json => json.WriteString("prompt", prompt));

    /// <summary>A text as if the user had said it.</summary>
    public static MessageBuffer InjectUserMessage(string content) =>
        Write("InjectUserMessage", json => json.WriteString("content", content));

    /// <summary>A text that the agent says word for word.</summary>
    /// <param name="message">The text.</param>
    /// <param name="behavior"><c>default</c> (refused while anybody speaks), <c>queue</c> or <c>interrupt</c>.</param>
    public static MessageBuffer InjectAgentMessage(string message, string behavior) => Write("InjectAgentMessage", json =>
    {
        json.WriteString("message", message);
        json.WriteString("behavior", behavior);
    });

    /// <summary>Answers a function call.</summary>
    public static MessageBuffer FunctionCallResponse(string callId, string name, string content) => Write("FunctionCallResponse", json =>
    {
        json.WriteString("id", callId);
        json.WriteString("name", name);
        json.WriteString("content", content);
    });

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
