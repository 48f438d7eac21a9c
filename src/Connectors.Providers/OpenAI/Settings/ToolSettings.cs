using System.Text.Json;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>A function that the agent may call.</summary>
internal sealed class ToolSettings
{
    /// <summary>Letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
    public required string Name { get; set; }

    /// <summary>What it does, for the model.</summary>
    public string? Description { get; set; }

    /// <summary>JSON Schema of its arguments; undefined if it has none.</summary>
    public JsonElement Parameters { get; set; }
}
