using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.Deepgram.Settings;

namespace Connectors.Providers.Deepgram.Wire;

/// <summary>
/// The session as it is asked for (Deepgram docs, "Configure the Voice Agent"). Both formats are always stated: the server
/// doesn't repeat them, and another rate is heard as another voice (deepgram-ai-agent-demo#73).
/// </summary>
/// <param name="settings">The voice agent's.</param>
internal sealed class SettingsMessage(DeepgramSettings settings)
{
    /// <summary>Format of the user's audio.</summary>
    public required AudioFormat Input { get; init; }

    /// <summary>Format of the agent's audio.</summary>
    public required AudioFormat Output { get; init; }

    /// <summary>The prompt with its variables filled in, or null.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the agent says first, or null.</summary>
    public string? Greeting { get; init; }

    /// <summary>Language of the conversation, or null.</summary>
    public string? Language { get; init; }

    /// <summary>What was said before, oldest first.</summary>
    public IReadOnlyList<ConversationLine> History { get; init; } = [];

    /// <summary>Writes the message's members but its type; what isn't set stays the server's own.</summary>
    public void Write(Utf8JsonWriter json)
    {
        WriteTexts(json, "tags", settings.Tags);
        if (settings.MipOptOut)
        {
            json.WriteBoolean("mip_opt_out", true);
        }

        json.WriteStartObject("audio");
        WriteFormat(json, "input", Input);
        WriteFormat(json, "output", Output);
        json.WriteEndObject();
        json.WriteStartObject("agent");
        WriteOptional(json, "language", Language);
        WriteHistory(json);
        WriteListen(json, settings.Listen);
        WriteThink(json, settings.Think);
        json.WriteStartObject("speak");
        json.WriteStartObject("provider");
        json.WriteString("type", "deepgram");
        json.WriteString("model", settings.Voice);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteOptional(json, "greeting", Greeting);
        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, string direction, AudioFormat format)
    {
        json.WriteStartObject(direction);
        json.WriteString("encoding", "linear16");
        json.WriteNumber("sample_rate", format.SampleRate);
        if (direction == "output")
        {
            json.WriteString("container", "none");
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void WriteHistory(Utf8JsonWriter json)
    {
        if (History.Count == 0)
        {
            return;
        }

        json.WriteStartObject("context");
        json.WriteStartArray("messages");
        foreach (var line in History)
        {
            json.WriteStartObject();
            json.WriteString("type", "History");
            json.WriteString("role", line.Speaker == Speaker.User ? "user" : "assistant");
            json.WriteString("content", line.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteListen(Utf8JsonWriter json, ListenSettings listen)
    {
        json.WriteStartObject("listen");
        json.WriteStartObject("provider");
        json.WriteString("type", "deepgram");
        json.WriteString("version", listen.IsFlux ? "v2" : "v1");
        json.WriteString("model", listen.Model);
        WriteOptional(json, "language", listen.IsFlux ? null : Language);
        WriteTexts(json, "keyterms", listen.Keyterms);
        if (listen.SmartFormat is { } smart)
        {
            json.WriteBoolean("smart_format", smart);
        }

        WriteOptional(json, "eot_threshold", listen.EotThreshold);
        WriteOptional(json, "eager_eot_threshold", listen.EagerEotThreshold);
        WriteOptional(json, "eot_timeout_ms", listen.EotTimeoutMs);
        WriteTexts(json, "language_hints", listen.LanguageHints);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteThink(Utf8JsonWriter json, ThinkSettings think)
    {
        json.WriteStartObject("think");
        json.WriteStartObject("provider");
        json.WriteString("type", think.Provider);
        json.WriteString("model", think.Model);
        WriteOptional(json, "temperature", think.Temperature);
        json.WriteEndObject();
        WriteOptional(json, "prompt", Prompt);
        WriteFunctions(json);
        json.WriteEndObject();
    }

    // Without an endpoint of their own they are called on the client's side, which is us.
    private void WriteFunctions(Utf8JsonWriter json)
    {
        if (settings.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("functions");
        foreach (var tool in settings.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            WriteOptional(json, "description", tool.Description);
            json.WritePropertyName("parameters");
            if (tool.Parameters.ValueKind == JsonValueKind.Object)
            {
                tool.Parameters.WriteTo(json);
            }
            else
            {
                json.WriteRawValue("""{"type":"object","properties":{}}"""u8);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
