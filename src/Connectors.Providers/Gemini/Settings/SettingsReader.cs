using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.Gemini.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal sealed class SettingsReader
{
    private const string ModelPrefix = "models/";

    private readonly StrictSettings _reader;

    private SettingsReader(JsonElement json) => _reader = new(
        json, "model", "voice", "instructions", "language", "temperature", "maxOutputTokens", "greeting", "transcription", "turnDetection",
        "compressContext", "tools", "googleSearch", "audioDuringToolCalls", "textInput", "baseUrl");

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors and warnings.</param>
    public static GeminiLiveSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new SettingsReader(json);
        var settings = reader.Read(otherwise);
        findings = [.. reader._reader.Findings, .. Warnings(settings)];
        return settings;
    }

    private static IEnumerable<ValidationFinding> Warnings(GeminiLiveSettings settings)
    {
        if (!GeminiLiveNames.Voices.Contains(settings.Voice))
        {
            yield return new(
                FindingSeverity.Warning, "voice-uncertain", "voice",
                "This voice is not among those that Gemini listed when this connector was written, and Gemini may refuse it.");
        }

        if (!settings.TranscribeUser || !settings.TranscribeAgent)
        {
            yield return new(
                FindingSeverity.Warning, "no-transcript", "transcription",
                "Without transcription there is no text of that side, and a conversation that can't be resumed goes on without it.");
        }

        if (!settings.CompressContext)
        {
            yield return new(
                FindingSeverity.Warning, "short-conversation", "compressContext",
                "Gemini ends a conversation whose context is not compressed after 15 minutes.");
        }
    }

    private GeminiLiveSettings Read(Uri otherwise)
    {
        var defaults = new GeminiLiveSettings();
        var transcription = _reader.Section("transcription", "user", "agent");
        return defaults with
        {
            Model = ReadModel() ?? defaults.Model,
            Voice = ReadName("voice", static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ?? defaults.Voice,
            Instructions = _reader.Text("instructions"),
            Language = ReadName("language", static c => char.IsAsciiLetterOrDigit(c) || c is '-'),
            Temperature = _reader.Number("temperature", 0, 2),
            MaxOutputTokens = _reader.Whole("maxOutputTokens", 1, 65_536),
            Greeting = _reader.Text("greeting"),
            TranscribeUser = transcription.Flag("user") ?? defaults.TranscribeUser,
            TranscribeAgent = transcription.Flag("agent") ?? defaults.TranscribeAgent,
            TurnDetection = ReadTurnDetection(defaults.TurnDetection),
            CompressContext = _reader.Flag("compressContext") ?? defaults.CompressContext,
            Tools = ToolSettings.ReadAll(_reader),
            GoogleSearch = _reader.Flag("googleSearch") ?? defaults.GoogleSearch,
            AudioDuringToolCalls = _reader.Flag("audioDuringToolCalls") ?? defaults.AudioDuringToolCalls,
            TextInput = _reader.Choice("textInput", GeminiLiveNames.TextInputs) ?? defaults.TextInput,
            BaseAddress = _reader.BaseAddress("baseUrl") ?? otherwise,
        };
    }

    // Google's own spelling has a prefix; both are taken.
    private string? ReadModel()
    {
        var model = ReadName("model", static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/');
        var name = model?.StartsWith(ModelPrefix, StringComparison.Ordinal) == true ? model[ModelPrefix.Length..] : model;
        if (name?.Contains('/', StringComparison.Ordinal) == true || name?.Length == 0)
        {
            _reader.Refuse("model", "setting-invalid", "The model must be the name of a model such as gemini-3.1-flash-live-preview.");
        }

        return name;
    }

    private string? ReadName(string name, Func<char, bool> isAllowed)
    {
        var text = _reader.Text(name);
        if (text?.All(isAllowed) == false)
        {
            _reader.Refuse(name, "setting-invalid", $"The setting '{name}' has characters that no such name has.");
        }

        return text;
    }

    private TurnDetectionSettings ReadTurnDetection(TurnDetectionSettings defaults)
    {
        var reader = _reader.Section(
            "turnDetection", "automatic", "startSensitivity", "endSensitivity", "prefixPaddingMs", "silenceDurationMs", "interrupts");
        var settings = new TurnDetectionSettings
        {
            Automatic = reader.Flag("automatic") ?? defaults.Automatic,
            StartSensitivity = reader.Choice("startSensitivity", GeminiLiveNames.Sensitivities),
            EndSensitivity = reader.Choice("endSensitivity", GeminiLiveNames.Sensitivities),
            PrefixPaddingMs = reader.Whole("prefixPaddingMs", 0, 5_000),
            SilenceDurationMs = reader.Whole("silenceDurationMs", 0, 10_000),
            Interrupts = reader.Flag("interrupts") ?? defaults.Interrupts,
        };
        if (!settings.Automatic && settings with { Automatic = true, Interrupts = true } != defaults)
        {
            reader.Refuse(
                "automatic", "setting-invalid", "Sensitivities, prefixPaddingMs and silenceDurationMs belong to automatic detection.");
        }

        return settings;
    }
}
