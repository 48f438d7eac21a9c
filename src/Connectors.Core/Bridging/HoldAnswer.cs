namespace Connectors.Core.Bridging;

/// <summary>Whether what the agent says is kept back.</summary>
internal sealed record HoldAnswer(bool Holds);
