using System.Text.Json;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>A function that the agent may call.</summary>
/// <param name="Name">Letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
/// <param name="Description">What it does, for the model.</param>
/// <param name="Parameters">JSON Schema of its arguments; undefined if it has none.</param>
internal sealed record ToolSettings(string Name, string? Description, JsonElement Parameters);
