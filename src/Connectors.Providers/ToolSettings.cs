using System.Text.Json;

namespace Connectors.Providers;

/// <summary>A function that the agent may call.</summary>
/// <param name="Name">Letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
/// <param name="Description">What it does, for the model.</param>
/// <param name="Parameters">JSON Schema of its arguments; undefined if it has none.</param>
internal sealed record ToolSettings(string Name, string? Description, JsonElement Parameters)
{
    private const int LongestName = 64;

    /// <summary>Reads the setting <c>tools</c>.</summary>
    /// <param name="settings">Where it is.</param>
    public static IReadOnlyList<ToolSettings> ReadAll(StrictSettings settings)
    {
        List<ToolSettings> tools = [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in settings.Items("tools", "name", "description", "parameters"))
        {
            var name = tool.RequiredText("name");
            if (name.Length > LongestName || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                tool.Refuse("name", "setting-invalid", "A tool's name has 1 to 64 letters, digits, _ or -.");
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                tool.Refuse("name", "setting-invalid", "Two tools have this name.");
            }

            tools.Add(new(name, tool.Text("description"), tool.Object("parameters")));
        }

        return tools;
    }
}
