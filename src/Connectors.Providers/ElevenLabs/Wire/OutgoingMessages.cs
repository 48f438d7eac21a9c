using System.Buffers.Text;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>Writes what we send. Audio and pongs are written by hand, without allocating.</summary>
internal static class OutgoingMessages
{
    public static MessageBuffer Audio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var message = MessageBuffer.Rent(isText: true);
        message.Audio = format.DurationOf(audio.Length);
        Append(message, "{\"user_audio_chunk\":\""u8);
        var space = message.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length));
        Base64.EncodeToUtf8(audio, space, out _, out var written);
        message.Advance(written);
        Append(message, "\"}"u8);
        return message;
    }

    /// <summary>A pong.</summary>
    /// <param name="rawId">The ping's id as it came.</param>
    public static MessageBuffer Pong(ReadOnlySpan<byte> rawId)
    {
        var message = MessageBuffer.Rent(isText: true);
        Append(message, "{\"type\":\"pong\",\"event_id\":"u8);
        Append(message, rawId.IsEmpty ? "null"u8 : rawId);
        Append(message, "}"u8);
        return message;
    }

    /// <summary>The first message of a conversation: only what differs from the agent's own setup.</summary>
    public static MessageBuffer Initiation(ElevenLabsSettings settings, AgentSetup agent, AgentConnectionOptions options) => Write(
        "conversation_initiation_client_data", writer =>
        {
            WriteOverrides(writer, settings, FirstMessage(settings, agent, options.Greeting), options.Language ?? settings.Language);
            WriteVariables(writer, settings, agent, options);
            if (settings.UserId is { } user)
            {
                writer.WriteString("user_id", user);
            }
        });

    public static MessageBuffer UserMessage(string text) => Write("user_message", writer => writer.WriteString("text", text));

    public static MessageBuffer UserActivity() => Write("user_activity", static _ => { });

    public static MessageBuffer Context(string text, string? key) => Write("contextual_update", writer =>
    {
        writer.WriteString("text", text);
        if (key is not null)
        {
            writer.WriteString("context_id", key);
        }
    });

    public static MessageBuffer ToolResult(ToolResult result) => Write("client_tool_result", writer =>
    {
        writer.WriteString("tool_call_id", result.CallId);
        writer.WriteString("result", result.Result);
        writer.WriteBoolean("is_error", result.IsError);
    });

    /// <summary>A message of the page, its type set by us.</summary>
    public static MessageBuffer Raw(string type, JsonElement data) => Write(type, writer =>
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in data.EnumerateObject().Where(member => member.Name != "type"))
        {
            member.WriteTo(writer);
        }
    });

    private static MessageBuffer Write(string type, Action<Utf8JsonWriter> writeMembers)
    {
        var message = MessageBuffer.Rent(isText: true);
        using var writer = new Utf8JsonWriter(message);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writeMembers(writer);
        writer.WriteEndObject();
        writer.Flush();
        return message;
    }

    // The empty text is the override by which an agent waits for the user; without permission it would end the conversation.
    private static string? FirstMessage(ElevenLabsSettings settings, AgentSetup agent, AgentGreeting greeting) => greeting.Mode switch
    {
        GreetingMode.Text => greeting.Text,
        GreetingMode.None => agent.HasFirstMessage && agent.CanSuppressGreeting ? string.Empty : null,
        _ => settings.FirstMessage,
    };

    private static void WriteOverrides(Utf8JsonWriter writer, ElevenLabsSettings settings, string? firstMessage, string? language)
    {
        var hasAgentPart = firstMessage is not null || language is not null || settings.Prompt is not null;
        if (!hasAgentPart && settings.VoiceId is null)
        {
            return;
        }

        writer.WriteStartObject("conversation_config_override");
        if (hasAgentPart)
        {
            writer.WriteStartObject("agent");
            WriteIfSet(writer, "first_message", firstMessage);
            WriteIfSet(writer, "language", language);
            if (settings.Prompt is { } prompt)
            {
                writer.WriteStartObject("prompt");
                writer.WriteString("prompt", prompt);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        if (settings.VoiceId is { } voice)
        {
            writer.WriteStartObject("tts");
            writer.WriteString("voice_id", voice);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteVariables(
        Utf8JsonWriter writer, ElevenLabsSettings settings, AgentSetup agent, AgentConnectionOptions options)
    {
        var variables = new Dictionary<string, object>(settings.DynamicVariables, StringComparer.Ordinal);
        foreach (var (name, value) in options.DynamicVariables)
        {
            variables[name] = value;
        }

        if (options.History.Count > 0 && agent.Declares(AgentSetup.HistoryVariable))
        {
            variables[AgentSetup.HistoryVariable] = ConversationHistory.ToText(options.History);
        }

        if (variables.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("dynamic_variables");
        foreach (var (name, value) in variables)
        {
            writer.WritePropertyName(name);
            DynamicValues.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Append(MessageBuffer message, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(message.GetSpan(bytes.Length));
        message.Advance(bytes.Length);
    }
}
