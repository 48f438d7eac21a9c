using System.Text.Json;

namespace Connectors.Server.Api.Contracts;

/// <summary>The result of a tool call.</summary>
/// <param name="CallId">Id of the call, as the event tool.called had it.</param>
/// <param name="Result">Text, or any JSON.</param>
/// <param name="IsError">Whether the tool failed.</param>
internal sealed record ToolResultBody(string? CallId = null, JsonElement? Result = null, bool IsError = false)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(ToolResultBody);
}
