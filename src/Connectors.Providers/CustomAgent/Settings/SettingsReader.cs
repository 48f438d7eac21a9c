using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers.CustomAgent.Settings;

/// <summary>Reads settings strictly.</summary>
internal static class SettingsReader
{
    private const int LongestUrl = 2_048;
    private const int LongestParameters = 65_536;

    /// <summary>Reads settings; with errors among the findings the settings are of no use.</summary>
    /// <param name="json">As the tenant wrote them.</param>
    /// <param name="allowInsecure">Whether plain <c>ws</c> is allowed.</param>
    /// <param name="findings">Everything that is wrong.</param>
    public static CustomAgentSettings Read(JsonElement json, bool allowInsecure, out IReadOnlyList<ValidationFinding> findings)
    {
        var reader = new StrictSettings(json, "url", "parameters");
        var settings = new CustomAgentSettings { Parameters = reader.Object("parameters") };
        var text = reader.RequiredText("url");
        if (text.Length > 0)
        {
            if (Refusal(text, allowInsecure, out var url) is { } refusal)
            {
                reader.Refuse("url", "setting-invalid", refusal);
            }
            else
            {
                settings = settings with { Url = url! };
            }
        }

        if (settings.Parameters.ValueKind == JsonValueKind.Object
            && settings.Parameters.GetRawText().Length > LongestParameters)
        {
            reader.Refuse("parameters", "setting-invalid", "The setting 'parameters' must not be longer than 65,536 characters.");
        }

        findings = reader.Findings;
        return settings;
    }

    // The same rules as for every URL of a tenant's (docs/06-webhooks-and-outgoing.md); where it leads is judged at the connect.
    private static string? Refusal(string text, bool allowInsecure, out Uri? url)
    {
        url = null;
        if (text.Length > LongestUrl || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny('\\', '#'))
        {
            return "The URL must be ASCII without blanks, backslashes and a fragment (#…), at most 2,048 characters.";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || !(url.Scheme == Uri.UriSchemeWss
            || (url.Scheme == Uri.UriSchemeWs && allowInsecure)))
        {
            return "The URL must begin with wss://.";
        }

        return url.Host.Length == 0 || url.UserInfo.Length > 0 ? "The URL must have a host, and neither user name nor password."
            : url.Port is 443 or >= 1_024 || (url.Port == 80 && allowInsecure) ? null
            : "The port must be 443 or 1,024 to 65,535.";
    }
}
