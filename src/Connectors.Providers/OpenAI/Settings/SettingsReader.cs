using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Reads and checks settings, and reports everything that is wrong with them at once.</summary>
internal static class SettingsReader
{
    private const int LongestModel = 128;
    private const int LongestName = 64;

    /// <summary>The settings, or null if they can't be read at all; and what is wrong with them.</summary>
    /// <param name="json">As the tenant wrote them; undefined for all defaults.</param>
    public static (OpenAIRealtimeSettings? Settings, IReadOnlyList<ValidationFinding> Findings) Read(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Undefined)
        {
            return (new(), []);
        }

        try
        {
            var settings = json.Deserialize(OpenAIRealtimeJson.Default.OpenAIRealtimeSettings);
            return settings is null ? (null, [Malformed("$")]) : (settings, [.. Check(settings)]);
        }
        catch (JsonException error)
        {
            return (null, [Malformed(error.Path ?? "$")]);
        }
    }

    private static IEnumerable<ValidationFinding> Check(OpenAIRealtimeSettings settings) =>
    [
        .. CheckModelAndVoice(settings), .. CheckNumbers(settings), .. CheckTurnDetection(settings.TurnDetection),
        .. CheckServerVad(settings.TurnDetection),
        .. CheckTools(settings.Tools), .. CheckAddress(settings.BaseUrl),
    ];

    private static IEnumerable<ValidationFinding> CheckModelAndVoice(OpenAIRealtimeSettings settings)
    {
        if (settings.Model.Length is 0 or > LongestModel
            || settings.Model.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or ':')))
        {
            yield return Error("model", "The model must be the name of one of OpenAI's realtime models, such as gpt-realtime.");
        }

        if (!OpenAIRealtimeNames.Voices.Contains(settings.Voice))
        {
            yield return Error("voice", $"The voice must be one of {string.Join(", ", OpenAIRealtimeNames.Voices)}.");
        }
        else if (OpenAIRealtimeNames.SynthesisVoices.Contains(settings.Voice))
        {
            yield return new(
                FindingSeverity.Warning, "voice-uncertain", "voice",
                "OpenAI lists this voice for speech synthesis, not for realtime sessions, and may refuse it.");
        }

        if (settings.NoiseReduction is { } noise && !OpenAIRealtimeNames.NoiseReductions.Contains(noise))
        {
            yield return Error("noiseReduction", "Noise reduction must be near_field, far_field or null.");
        }

        if (settings.Transcription is { Enabled: true, Model.Length: 0 })
        {
            yield return Error("transcription.model", "Name a transcription model, or switch the transcription off.");
        }

        if (!settings.Transcription.Enabled)
        {
            yield return new(
                FindingSeverity.Warning, "no-user-transcript", "transcription.enabled",
                "Without transcription there is no text of the user, and a lost connection goes on without what the user had said.");
        }
    }

    private static IEnumerable<ValidationFinding> CheckNumbers(OpenAIRealtimeSettings settings)
    {
        if (settings.Temperature is { } temperature)
        {
            yield return temperature is >= 0.6 and <= 1.2
                ? new(
                    FindingSeverity.Warning, "temperature-ignored", "temperature",
                    "OpenAI's realtime sessions have no temperature any more; the value is ignored.")
                : Error("temperature", "The temperature must be between 0.6 and 1.2 (and is ignored by OpenAI's realtime sessions).");
        }

        if (settings.Speed is not (null or (>= 0.25 and <= 1.5)))
        {
            yield return Error("speed", "The speed must be between 0.25 and 1.5.");
        }

        if (settings.MaxOutputTokens is not (null or (>= 1 and <= 4096)))
        {
            yield return Error("maxOutputTokens", "The limit must be between 1 and 4096 tokens, or null for none.");
        }
    }

    private static IEnumerable<ValidationFinding> CheckTurnDetection(TurnDetectionSettings detection)
    {
        if (!OpenAIRealtimeNames.TurnDetections.Contains(detection.Type))
        {
            yield return Error("turnDetection.type", "Turn detection must be server_vad, semantic_vad or none.");
        }

        if (detection.Eagerness is { } eagerness
            && (detection.Type != OpenAIRealtimeNames.SemanticVad || !OpenAIRealtimeNames.Eagernesses.Contains(eagerness)))
        {
            yield return Error("turnDetection.eagerness", "Eagerness is low, medium, high or auto, and belongs to semantic_vad.");
        }

        var ofServerVad = detection.Threshold is not null || detection.PrefixPaddingMs is not null
            || detection.SilenceDurationMs is not null || detection.IdleTimeoutMs is not null;
        if (ofServerVad && detection.Type != OpenAIRealtimeNames.ServerVad)
        {
            yield return Error(
                "turnDetection", "threshold, prefixPaddingMs, silenceDurationMs and idleTimeoutMs belong to server_vad.");
        }
    }

    private static IEnumerable<ValidationFinding> CheckServerVad(TurnDetectionSettings detection)
    {
        if (detection.Threshold is not (null or (>= 0 and <= 1)))
        {
            yield return Error("turnDetection.threshold", "The threshold must be between 0 and 1.");
        }

        if (detection.PrefixPaddingMs is not (null or (>= 0 and <= 5_000)))
        {
            yield return Error("turnDetection.prefixPaddingMs", "The padding must be between 0 and 5000 ms.");
        }

        if (detection.SilenceDurationMs is not (null or (>= 0 and <= 10_000)))
        {
            yield return Error("turnDetection.silenceDurationMs", "The silence must be between 0 and 10000 ms.");
        }

        if (detection.IdleTimeoutMs is not (null or (>= 5_000 and <= 30_000)))
        {
            yield return Error("turnDetection.idleTimeoutMs", "The idle time-out must be between 5000 and 30000 ms.");
        }
    }

    private static IEnumerable<ValidationFinding> CheckTools(IReadOnlyList<ToolSettings> tools)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tools.Count; i++)
        {
            var name = tools[i].Name;
            if (name.Length is 0 or > LongestName || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                yield return Error($"tools[{i}].name", "A tool's name has 1 to 64 letters, digits, _ or -.");
            }
            else if (!names.Add(name))
            {
                yield return Error($"tools[{i}].name", "Two tools have this name.");
            }

            if (tools[i].Parameters.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
            {
                yield return Error($"tools[{i}].parameters", "A tool's parameters are a JSON Schema, which is an object.");
            }
        }
    }

    private static IEnumerable<ValidationFinding> CheckAddress(string baseUrl)
    {
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            || address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            yield return Error("baseUrl", $"The address must be a host such as {OpenAIRealtimeNames.DefaultBaseUrl}, without a path.");
        }
    }

    private static ValidationFinding Malformed(string path) => new(
        FindingSeverity.Error, "setting-malformed", path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path,
        "This setting doesn't exist or has the wrong type; see the connector's settings schema.");

    private static ValidationFinding Error(string field, string message) =>
        new(FindingSeverity.Error, "setting-invalid", field, message);
}
