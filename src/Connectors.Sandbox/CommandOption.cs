namespace Connectors.Sandbox;

/// <summary>One option of a verb.</summary>
/// <param name="Name">With its dashes, such as <c>--port</c>.</param>
/// <param name="Value">What the value is, in capitals, such as <c>N</c>; null for a switch without value.</param>
/// <param name="Summary">One line for <c>--help</c>.</param>
internal sealed record CommandOption(string Name, string? Value, string Summary);
