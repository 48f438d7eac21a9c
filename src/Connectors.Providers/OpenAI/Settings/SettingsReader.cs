using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal sealed class SettingsReader
{
    private const int LongestName = 64;

    private readonly JsonElement _json;
    private readonly StrictSettings _reader;
    private readonly List<ValidationFinding> _inside = [];

    private SettingsReader(JsonElement json)
    {
        _json = json;
        _reader = new(
            json, "model", "voice", "instructions", "temperature", "speed", "transcription", "noiseReduction", "turnDetection", "tools",
            "greeting", "maxOutputTokens", "baseUrl");
    }

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors and warnings.</param>
    public static OpenAIRealtimeSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new SettingsReader(json);
        var settings = reader.Read(otherwise);
        findings = [.. reader._reader.Findings, .. reader._inside, .. Warnings(settings)];
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
            Tools = [.. ReadTools()],
            Greeting = _reader.Text("greeting"),
            MaxOutputTokens = Whole(_reader, "maxOutputTokens", 1, 4096),
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
        var reader = Section("transcription", "enabled", "model", "language", "prompt");
        var settings = defaults with
        {
            Enabled = reader.Flag("enabled") ?? defaults.Enabled,
            Model = reader.Text("model") ?? defaults.Model,
            Language = reader.Text("language"),
            Prompt = reader.Text("prompt"),
        };
        Keep("transcription", reader);
        return settings;
    }

    private TurnDetectionSettings ReadTurnDetection(TurnDetectionSettings defaults)
    {
        var reader = Section(
            "turnDetection", "type", "threshold", "prefixPaddingMs", "silenceDurationMs", "idleTimeoutMs", "eagerness", "createResponse",
            "interruptResponse");
        var settings = new TurnDetectionSettings
        {
            Type = reader.Choice("type", OpenAIRealtimeNames.TurnDetections) ?? defaults.Type,
            Threshold = reader.Number("threshold", 0, 1),
            PrefixPaddingMs = Whole(reader, "prefixPaddingMs", 0, 5_000),
            SilenceDurationMs = Whole(reader, "silenceDurationMs", 0, 10_000),
            IdleTimeoutMs = Whole(reader, "idleTimeoutMs", 5_000, 30_000),
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

        Keep("turnDetection", reader);
        return settings;
    }

    private IEnumerable<ToolSettings> ReadTools()
    {
        if (!TryGet("tools", out var json))
        {
            yield break;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            _reader.Refuse("tools", "setting-invalid", "The tools must be an array.");
            yield break;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, tool) in json.EnumerateArray().Index())
        {
            if (tool.ValueKind != JsonValueKind.Object)
            {
                _reader.Refuse($"tools[{index}]", "setting-invalid", "A tool is a JSON object.");
                continue;
            }

            var reader = new StrictSettings(tool, "name", "description", "parameters");
            yield return ReadTool(reader, tool, names);
            Keep($"tools[{index}]", reader);
        }
    }

    private static ToolSettings ReadTool(StrictSettings reader, JsonElement tool, HashSet<string> names)
    {
        var name = reader.RequiredText("name");
        if (name.Length > LongestName || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            reader.Refuse("name", "setting-invalid", "A tool's name has 1 to 64 letters, digits, _ or -.");
        }
        else if (!names.Add(name))
        {
            reader.Refuse("name", "setting-invalid", "Two tools have this name.");
        }

        var parameters = tool.TryGetProperty("parameters", out var schema) ? schema : default;
        if (parameters.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            reader.Refuse("parameters", "setting-invalid", "A tool's parameters are a JSON Schema, which is an object.");
        }

        return new(name, reader.Text("description"), parameters);
    }

    private static int? Whole(StrictSettings reader, string name, int least, int most)
    {
        var number = reader.Number(name, least, most);
        if (number is { } value && !double.IsInteger(value))
        {
            reader.Refuse(name, "setting-invalid", $"The setting '{name}' must be a whole number.");
        }

        return (int?)number;
    }

    private StrictSettings Section(string name, params ReadOnlySpan<string> known)
    {
        if (TryGet(name, out var json))
        {
            return new(json, known);
        }

        using var empty = JsonDocument.Parse("{}");
        return new(empty.RootElement.Clone(), known);
    }

    private bool TryGet(string name, out JsonElement json)
    {
        json = default;
        return _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out json) && json.ValueKind != JsonValueKind.Null;
    }

    // StrictSettings names its own members; seen from outside they have a path.
    private void Keep(string section, StrictSettings reader) => _inside.AddRange(reader.Findings.Select(finding => finding with
    {
        Field = finding.Field == "settings" ? section : $"{section}.{finding.Field}",
    }));
}
