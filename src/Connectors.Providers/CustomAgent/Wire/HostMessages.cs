using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.CustomAgent.Wire;

/// <summary>Writes the host's messages (docs/11-custom-agent.md).</summary>
internal static class HostMessages
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

    /// <summary>A turn of the user that was written.</summary>
    public static MessageBuffer UserText(string text) => Write("user_text", json => json.WriteString("text", text));

    /// <summary>A note; one of the same key takes the place of the one before.</summary>
    public static MessageBuffer Context(string text, string? key) => Write("context", json =>
    {
        json.WriteString("text", text);
        if (key is not null)
        {
            json.WriteString("key", key);
        }
    });

    /// <summary>A text to be said.</summary>
    public static MessageBuffer Say(string text) => Write("say", json => json.WriteString("text", text));

    /// <summary>The agent's turn is to stop.</summary>
    public static MessageBuffer Interrupt() => Write("interrupt", static _ => { });

    /// <summary>The user is busy with something.</summary>
    public static MessageBuffer UserActivity() => Write("user_activity", static _ => { });

    /// <summary>How far a turn was heard.</summary>
    public static MessageBuffer Playout(PlayoutReport report) => Write("playout", json =>
    {
        json.WriteNumber("turn", report.Turn.Number);
        json.WriteNumber("heard_ms", (long)report.Heard.TotalMilliseconds);
        json.WriteString("outcome", report.Outcome == PlayoutOutcome.Finished ? "finished" : "interrupted");
    });

    /// <summary>Answers a tool call.</summary>
    public static MessageBuffer ToolResult(ToolResult result) => Write("tool_result", json =>
    {
        json.WriteString("call_id", result.CallId);
        json.WriteString("result", result.Result);
        json.WriteBoolean("is_error", result.IsError);
    });

    /// <summary>A message of the tenant's own.</summary>
    public static MessageBuffer Own(string type, JsonElement data) => Write(type, json =>
    {
        if (data.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in data.EnumerateObject().Where(static member => member.Name != "type"))
            {
                member.WriteTo(json);
            }
        }
    });

    /// <summary>A message with a type and other members.</summary>
    public static MessageBuffer Write(string type, Action<Utf8JsonWriter> members)
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
