namespace Connectors.Sandbox.Agents;

/// <summary>A tool that the agent calls before it says a reply.</summary>
/// <param name="Name">The tool.</param>
/// <param name="ArgumentsJson">A JSON object as text.</param>
/// <param name="ExpectsResult">Whether the agent waits for the result.</param>
internal sealed record ReplyTool(string Name, string ArgumentsJson, bool ExpectsResult = true);
