using System.Text.Json;
using Connectors.Providers.OpenAI.Settings;

namespace Connectors.Providers.OpenAI.Wire;

/// <summary>The session as it is asked for, and what of it the server didn't take.</summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="language">The session's own language, or null.</param>
internal sealed class SessionUpdate(OpenAIRealtimeSettings settings, string? instructions, string? language)
{
    private const string PcmType = "audio/pcm";
    private const int PcmRate = 24_000;

    /// <summary>Writes the object <c>session</c> of a <c>session.update</c>; what isn't set stays the server's own.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "realtime");
        json.WriteStartArray("output_modalities");
        json.WriteStringValue("audio");
        json.WriteEndArray();
        if (instructions is not null)
        {
            json.WriteString("instructions", instructions);
        }

        json.WriteStartObject("audio");
        WriteInput(json);
        WriteOutput(json);
        json.WriteEndObject();
        WriteTools(json);
        if (settings.MaxOutputTokens is { } limit)
        {
            json.WriteNumber("max_output_tokens", limit);
        }

        json.WriteEndObject();
    }

    /// <summary>Whether the server's session has our audio format in this direction; any other would be noise.</summary>
    /// <param name="session">The effective session.</param>
    /// <param name="direction"><c>input</c> or <c>output</c>.</param>
    public static bool HasOurFormat(JsonElement session, string direction)
    {
        var format = session.Member("audio").Member(direction).Member("format");
        return format.ValueKind == JsonValueKind.Undefined
            || (format.Text("type") == PcmType && (format.Number("rate") ?? PcmRate) == PcmRate);
    }

    /// <summary>Names of what the server's session has otherwise than asked for.</summary>
    /// <param name="session">The effective session.</param>
    public IEnumerable<string> Differences(JsonElement session)
    {
        var audio = session.Member("audio");
        if (audio.Member("output").Text("voice") is { } voice && voice != settings.Voice)
        {
            yield return "voice";
        }

        var detection = audio.Member("input").Member("turn_detection");
        if (detection.ValueKind != JsonValueKind.Undefined
            && (detection.Text("type") ?? OpenAIRealtimeNames.NoTurnDetection) != settings.TurnDetection.Type)
        {
            yield return "turn_detection";
        }

        var transcription = audio.Member("input").Member("transcription").ValueKind;
        var otherwise = settings.Transcription.Enabled ? JsonValueKind.Null : JsonValueKind.Object;
        if (transcription == otherwise)
        {
            yield return "transcription";
        }

        if (session.Member("tools").ValueKind == JsonValueKind.Array && session.Items("tools").Count() != settings.Tools.Count)
        {
            yield return "tools";
        }
    }

    private static void WriteFormat(Utf8JsonWriter json)
    {
        json.WriteStartObject("format");
        json.WriteString("type", PcmType);
        json.WriteNumber("rate", PcmRate);
        json.WriteEndObject();
    }

    private void WriteInput(Utf8JsonWriter json)
    {
        json.WriteStartObject("input");
        WriteFormat(json);
        WriteTranscription(json);
        if (settings.NoiseReduction is { } noise)
        {
            json.WriteStartObject("noise_reduction");
            json.WriteString("type", noise);
            json.WriteEndObject();
        }

        WriteTurnDetection(json, settings.TurnDetection);
        json.WriteEndObject();
    }

    private void WriteTranscription(Utf8JsonWriter json)
    {
        var transcription = settings.Transcription;
        if (!transcription.Enabled)
        {
            json.WriteNull("transcription");
            return;
        }

        json.WriteStartObject("transcription");
        json.WriteString("model", transcription.Model);
        WriteOptional(json, "language", language ?? transcription.Language);
        WriteOptional(json, "prompt", transcription.Prompt);
        json.WriteEndObject();
    }

    private static void WriteTurnDetection(Utf8JsonWriter json, TurnDetectionSettings detection)
    {
        if (!detection.IsOn)
        {
            json.WriteNull("turn_detection");
            return;
        }

        json.WriteStartObject("turn_detection");
        json.WriteString("type", detection.Type);
        if (detection.Threshold is { } threshold)
        {
            json.WriteNumber("threshold", threshold);
        }

        WriteOptional(json, "prefix_padding_ms", detection.PrefixPaddingMs);
        WriteOptional(json, "silence_duration_ms", detection.SilenceDurationMs);
        WriteOptional(json, "idle_timeout_ms", detection.IdleTimeoutMs);
        WriteOptional(json, "eagerness", detection.Eagerness);
        json.WriteBoolean("create_response", detection.CreateResponse);
        json.WriteBoolean("interrupt_response", detection.InterruptResponse);
        json.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter json)
    {
        json.WriteStartObject("output");
        WriteFormat(json);
        json.WriteString("voice", settings.Voice);
        if (settings.Speed is { } speed)
        {
            json.WriteNumber("speed", speed);
        }

        json.WriteEndObject();
    }

    private void WriteTools(Utf8JsonWriter json)
    {
        json.WriteStartArray("tools");
        foreach (var tool in settings.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
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

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
