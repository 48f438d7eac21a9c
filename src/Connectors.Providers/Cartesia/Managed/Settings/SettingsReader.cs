using System.Globalization;
using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia.Managed.Settings;

/// <summary>Reads settings strictly and reports everything that is wrong with them at once.</summary>
internal static class SettingsReader
{
    private const int LongestId = 128;
    private const int MostMinutes = 1_440;

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="otherwise">Host where the settings name none.</param>
    /// <param name="findings">Errors.</param>
    public static CartesiaManagedSettings Read(JsonElement json, Uri otherwise, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new StrictSettings(
            json, "agentId", "dynamicVariables", "audioFormat", "outputDelivery", "connectionLimitMinutes", "baseUrl");
        var settings = new CartesiaManagedSettings
        {
            AgentId = reader.RequiredText("agentId"),
            DynamicVariables = reader.Values("dynamicVariables"),
            AudioFormat = reader.Choice("audioFormat", CartesiaManagedNames.Formats),
            OutputDelivery = reader.Choice("outputDelivery", CartesiaManagedNames.AsAvailable, CartesiaManagedNames.SpeakingPace)
                ?? CartesiaManagedNames.AsAvailable,
            ConnectionLimit = reader.Whole("connectionLimitMinutes", 1, MostMinutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            BaseAddress = reader.BaseAddress("baseUrl") ?? otherwise,
        };
        CheckId(reader, settings.AgentId);
        CheckVariables(reader, settings.DynamicVariables);
        findings = reader.Findings;
        return settings;
    }

    // Ids go into addresses.
    private static void CheckId(StrictSettings reader, string id)
    {
        if (id.Length > LongestId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            reader.Refuse("agentId", "setting-invalid", "The setting 'agentId' has 1 to 128 letters, digits, _ or -.");
        }
    }

    // Cartesia begins no conversation with others.
    private static void CheckVariables(StrictSettings reader, IReadOnlyDictionary<string, object> variables)
    {
        foreach (var name in variables.Keys.Where(static name => !CartesiaManagedNames.IsVariable(name)))
        {
            reader.Refuse(
                $"dynamicVariables.{name}", "setting-invalid",
                "A variable's name has 1 to 64 letters, digits or _, and begins with neither system__ nor secret__.");
        }

        if (variables.Count > CartesiaManagedNames.MostVariables)
        {
            reader.Refuse("dynamicVariables", "setting-invalid", string.Create(
                CultureInfo.InvariantCulture, $"Cartesia takes {CartesiaManagedNames.MostVariables} variables at most."));
        }
    }
}
