using System.Text.Json;
using Connectors.Providers.Gemini.Settings;

namespace Connectors.Providers.Gemini.Wire;

/// <summary>The session as it is asked for; it can't be changed later.</summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="language">The session's own language, or null.</param>
internal sealed class SetupMessage(GeminiLiveSettings settings, string? instructions, string? language)
{
    /// <summary>Writes the object <c>setup</c>; what isn't set stays the server's own.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="handle">Of the conversation to go on with, or null; a null in the message is an error (livekit/agents#5102).</param>
    /// <param name="hasInitialHistory">Whether contents of an earlier conversation follow, which are not to be answered.</param>
    public void Write(Utf8JsonWriter json, string? handle, bool hasInitialHistory)
    {
        json.WriteStartObject();
        json.WriteString("model", $"models/{settings.Model}");
        WriteGeneration(json);
        if (!string.IsNullOrWhiteSpace(instructions))
        {
            json.WriteStartObject("systemInstruction");
            ClientMessages.WriteParts(json, instructions);
            json.WriteEndObject();
        }

        WriteTools(json);
        WriteInput(json);
        WriteSession(json, handle);
        if (hasInitialHistory)
        {
            json.WriteStartObject("historyConfig");
            json.WriteBoolean("initialHistoryInClientContent", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteSession(Utf8JsonWriter json, string? handle)
    {
        json.WriteStartObject("sessionResumption");
        WriteOptional(json, "handle", handle);
        json.WriteEndObject();
        if (settings.CompressContext)
        {
            json.WriteStartObject("contextWindowCompression");
            WriteEmpty(json, "slidingWindow");
            json.WriteEndObject();
        }

        if (settings.TranscribeUser)
        {
            WriteEmpty(json, "inputAudioTranscription");
        }

        if (settings.TranscribeAgent)
        {
            WriteEmpty(json, "outputAudioTranscription");
        }
    }

    private void WriteGeneration(Utf8JsonWriter json)
    {
        json.WriteStartObject("generationConfig");
        json.WriteStartArray("responseModalities");
        json.WriteStringValue("AUDIO");
        json.WriteEndArray();
        if (settings.Temperature is { } temperature)
        {
            json.WriteNumber("temperature", temperature);
        }

        if (settings.MaxOutputTokens is { } limit)
        {
            json.WriteNumber("maxOutputTokens", limit);
        }

        json.WriteStartObject("speechConfig");
        json.WriteStartObject("voiceConfig");
        json.WriteStartObject("prebuiltVoiceConfig");
        json.WriteString("voiceName", settings.Voice);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteOptional(json, "languageCode", language ?? settings.Language);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteTools(Utf8JsonWriter json)
    {
        if (settings.Tools.Count == 0 && !settings.GoogleSearch)
        {
            return;
        }

        json.WriteStartArray("tools");
        if (settings.Tools.Count > 0)
        {
            json.WriteStartObject();
            json.WriteStartArray("functionDeclarations");
            foreach (var tool in settings.Tools)
            {
                json.WriteStartObject();
                json.WriteString("name", tool.Name);
                WriteOptional(json, "description", tool.Description);
                if (tool.Parameters.ValueKind == JsonValueKind.Object)
                {
                    json.WritePropertyName("parameters");
                    tool.Parameters.WriteTo(json);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (settings.GoogleSearch)
        {
            json.WriteStartObject();
            WriteEmpty(json, "googleSearch");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteInput(Utf8JsonWriter json)
    {
        var detection = settings.TurnDetection;
        json.WriteStartObject("realtimeInputConfig");
        json.WriteStartObject("automaticActivityDetection");
        if (!detection.Automatic)
        {
            json.WriteBoolean("disabled", true);
        }

        WriteOptional(json, "startOfSpeechSensitivity", Enumerated("START_SENSITIVITY", detection.StartSensitivity));
        WriteOptional(json, "endOfSpeechSensitivity", Enumerated("END_SENSITIVITY", detection.EndSensitivity));
        WriteOptional(json, "prefixPaddingMs", detection.PrefixPaddingMs);
        WriteOptional(json, "silenceDurationMs", detection.SilenceDurationMs);
        json.WriteEndObject();
        json.WriteString("activityHandling", detection.Interrupts ? "START_OF_ACTIVITY_INTERRUPTS" : "NO_INTERRUPTION");
        json.WriteEndObject();
    }

    private static string? Enumerated(string prefix, string? value) => value is null ? null : $"{prefix}_{value.ToUpperInvariant()}";

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
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
