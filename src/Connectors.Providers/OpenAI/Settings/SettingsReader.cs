using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal sealed class SettingsReader
{
    private readonly StrictSettings _reader;

    private SettingsReader(JsonElement json) => _reader = new(
        json, "model", "voice", "instructions", "temperature", "speed", "transcription", "noiseReduction", "turnDetection", "tools",
        "greeting", "maxOutputTokens", "baseUrl");

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors and warnings.</param>
    public static OpenAIRealtimeSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new SettingsReader(json);
        var settings = reader.Read(otherwise);
        findings = [.. reader._reader.Findings, .. Warnings(settings)];
        return settings;
    }

    private static IEnumerable<ValidationFinding> Warnings(OpenAIRealtimeSettings settings)
    {
        if (settings.Temperature is not null)
        {
            yield return new(
                FindingSeverity.Warning, "temperature-ignored", "temperature",
                "OpenAI's realtime sessions have no temperature any more; the value is ignored.");
        }

        if (OpenAIRealtimeNames.SynthesisVoices.Contains(settings.Voice))
        {
            yield return new(
                FindingSeverity.Warning, "voice-uncertain", "voice",
                "OpenAI lists this voice for speech synthesis, not for realtime sessions, and may refuse it.");
        }

        if (!settings.Transcription.Enabled)
        {
            yield return new(
                FindingSeverity.Warning, "no-user-transcript", "transcription.enabled",
                "Without transcription there is no text of the user, and a lost connection goes on without what the user had said.");
        }
    }

    private OpenAIRealtimeSettings Read(Uri otherwise)
    {
        var defaults = new OpenAIRealtimeSettings();
        return defaults with
        {
            Model = ReadModel() ?? defaults.Model,
            Voice = _reader.Choice("voice", OpenAIRealtimeNames.Voices) ?? defaults.Voice,
            Instructions = _reader.Text("instructions"),
            Temperature = _reader.Number("temperature", 0.6, 1.2),
            Speed = _reader.Number("speed", 0.25, 1.5),
            Transcription = ReadTranscription(defaults.Transcription),
            NoiseReduction = _reader.Choice("noiseReduction", "near_field", "far_field"),
            TurnDetection = ReadTurnDetection(defaults.TurnDetection),
            Tools = ToolSettings.ReadAll(_reader),
            Greeting = _reader.Text("greeting"),
            MaxOutputTokens = _reader.Whole("maxOutputTokens", 1, 4096),
            BaseAddress = _reader.BaseAddress("baseUrl") ?? otherwise,
        };
    }

    private string? ReadModel()
    {
        var model = _reader.Text("model");
        if (model?.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ':') == false)
        {
            _reader.Refuse("model", "setting-invalid", "The model must be the name of a realtime model, such as gpt-realtime.");
        }

        return model;
    }

    private TranscriptionSettings ReadTranscription(TranscriptionSettings defaults)
    {
        var reader = _reader.Section("transcription", "enabled", "model", "language", "prompt");
        return defaults with
        {
            Enabled = reader.Flag("enabled") ?? defaults.Enabled,
            Model = reader.Text("model") ?? defaults.Model,
            Language = reader.Text("language"),
            Prompt = reader.Text("prompt"),
        };
    }

    private TurnDetectionSettings ReadTurnDetection(TurnDetectionSettings defaults)
    {
        var reader = _reader.Section(
            "turnDetection", "type", "threshold", "prefixPaddingMs", "silenceDurationMs", "idleTimeoutMs", "eagerness", "createResponse",
            "interruptResponse");
        var settings = new TurnDetectionSettings
        {
            Type = reader.Choice("type", OpenAIRealtimeNames.TurnDetections) ?? defaults.Type,
            Threshold = reader.Number("threshold", 0, 1),
            PrefixPaddingMs = reader.Whole("prefixPaddingMs", 0, 5_000),
            SilenceDurationMs = reader.Whole("silenceDurationMs", 0, 10_000),
            IdleTimeoutMs = reader.Whole("idleTimeoutMs", 5_000, 30_000),
            Eagerness = reader.Choice("eagerness", "low", "medium", "high", "auto"),
            CreateResponse = reader.Flag("createResponse") ?? defaults.CreateResponse,
            InterruptResponse = reader.Flag("interruptResponse") ?? defaults.InterruptResponse,
        };
        var ofServerVad = settings.Threshold is not null || settings.PrefixPaddingMs is not null
            || settings.SilenceDurationMs is not null || settings.IdleTimeoutMs is not null;
        if (ofServerVad && settings.Type != OpenAIRealtimeNames.ServerVad)
        {
            reader.Refuse(
                "type", "setting-invalid", "threshold, prefixPaddingMs, silenceDurationMs and idleTimeoutMs belong to server_vad.");
        }

        if (settings.Eagerness is not null && settings.Type != OpenAIRealtimeNames.SemanticVad)
        {
            reader.Refuse("eagerness", "setting-invalid", "Eagerness belongs to semantic_vad.");
        }

        return settings;
    }
}
