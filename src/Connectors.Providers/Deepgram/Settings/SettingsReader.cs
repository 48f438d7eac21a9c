using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.Deepgram.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal sealed class SettingsReader
{
    private const int MostKeyterms = 100;
    private const int MostTags = 20;

    private readonly StrictSettings _reader;

    private SettingsReader(JsonElement json) => _reader = new(
        json, "instructions", "greeting", "language", "voice", "listen", "think", "tools", "tags", "mipOptOut", "baseUrl");

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors and warnings.</param>
    public static DeepgramSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new SettingsReader(json);
        var settings = reader.Read(otherwise);
        findings = [.. reader._reader.Findings, .. Warnings(settings)];
        return settings;
    }

    private static IEnumerable<ValidationFinding> Warnings(DeepgramSettings settings)
    {
        if (settings.Instructions?.Length > DeepgramSettings.LongestPrompt)
        {
            yield return new(
                FindingSeverity.Warning, "prompt-too-long", "instructions", "Deepgram cuts prompts after 25,000 characters.");
        }
    }

    private static string? ReadName(StrictSettings reader, string name, bool mayHaveDots = true)
    {
        var text = reader.Text(name);
        if (text?.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' || (mayHaveDots && c is '.' or '_')) == false)
        {
            reader.Refuse(name, "setting-invalid", $"The setting '{name}' has characters that no such name has.");
        }

        return text;
    }

    private DeepgramSettings Read(Uri otherwise)
    {
        var defaults = new DeepgramSettings();
        return defaults with
        {
            Instructions = _reader.Text("instructions"),
            Greeting = _reader.Text("greeting"),
            Language = ReadName(_reader, "language", mayHaveDots: false),
            Voice = ReadName(_reader, "voice") ?? defaults.Voice,
            Listen = ReadListen(defaults.Listen),
            Think = ReadThink(defaults.Think),
            Tools = ToolSettings.ReadAll(_reader),
            Tags = _reader.Texts("tags", MostTags),
            MipOptOut = _reader.Flag("mipOptOut") ?? defaults.MipOptOut,
            BaseAddress = _reader.BaseAddress("baseUrl") ?? otherwise,
        };
    }

    private ThinkSettings ReadThink(ThinkSettings defaults)
    {
        var reader = _reader.Section("think", "provider", "model", "temperature");
        var settings = new ThinkSettings
        {
            Provider = reader.Choice("provider", DeepgramNames.ThinkProviders) ?? defaults.Provider,
            Model = ReadName(reader, "model") ?? defaults.Model,
            Temperature = reader.Number("temperature", 0, 2),
        };
        if (settings.Provider != defaults.Provider && settings.Model == defaults.Model)
        {
            reader.Refuse("model", "setting-missing", $"A model of {settings.Provider} is needed.");
        }

        return settings;
    }

    private ListenSettings ReadListen(ListenSettings defaults)
    {
        var reader = _reader.Section(
            "listen", "model", "keyterms", "smartFormat", "eotThreshold", "eagerEotThreshold", "eotTimeoutMs", "languageHints");
        var settings = new ListenSettings
        {
            Model = ReadName(reader, "model") ?? defaults.Model,
            Keyterms = reader.Texts("keyterms", MostKeyterms),
            SmartFormat = reader.Flag("smartFormat"),
            EotThreshold = reader.Number("eotThreshold", 0.5, 0.9),
            EagerEotThreshold = reader.Number("eagerEotThreshold", 0.3, 0.9),
            EotTimeoutMs = reader.Whole("eotTimeoutMs", 500, 10_000),
            LanguageHints = reader.Texts("languageHints", MostTags),
        };
        var ofFlux = settings.EotThreshold is not null || settings.EagerEotThreshold is not null || settings.EotTimeoutMs is not null
            || settings.LanguageHints.Count > 0;
        if (ofFlux && !settings.IsFlux)
        {
            reader.Refuse(
                "model", "setting-invalid", "eotThreshold, eagerEotThreshold, eotTimeoutMs and languageHints belong to Flux models.");
        }

        if (settings is { IsFlux: true, SmartFormat: not null })
        {
            reader.Refuse("smartFormat", "setting-invalid", "Flux models have no smartFormat.");
        }

        return settings;
    }
}
