using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal static class SettingsReader
{
    private const int LongestId = 128;

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors.</param>
    public static CartesiaLineSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new StrictSettings(
            json, "agentId", "voiceId", "systemPrompt", "introduction", "audioFormat", "metadata", "baseUrl");
        var settings = new CartesiaLineSettings
        {
            AgentId = CheckId(reader, "agentId", reader.RequiredText("agentId"))!,
            VoiceId = CheckId(reader, "voiceId", reader.Text("voiceId")),
            SystemPrompt = reader.Text("systemPrompt"),
            Introduction = reader.Text("introduction"),
            AudioFormat = reader.Choice("audioFormat", CartesiaLineNames.Formats),
            Metadata = reader.Values("metadata"),
            BaseAddress = reader.BaseAddress("baseUrl") ?? otherwise,
        };
        findings = reader.Findings;
        return settings;
    }

    // Ids go into addresses.
    private static string? CheckId(StrictSettings reader, string name, string? id)
    {
        if (id?.Length > LongestId || id?.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') == false)
        {
            reader.Refuse(name, "setting-invalid", $"The setting '{name}' has 1 to 128 letters, digits, _ or -.");
        }

        return id;
    }
}
