namespace Connectors;

/// <summary>The answer to a tool call.</summary>
/// <param name="CallId">Id of the call.</param>
/// <param name="Result">Text or JSON text, as the agent shall see it.</param>
/// <param name="IsError">Whether the tool failed.</param>
public sealed record ToolResult(string CallId, string Result, bool IsError)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ToolResult);
}
