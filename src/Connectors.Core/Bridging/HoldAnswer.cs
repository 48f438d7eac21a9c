namespace Connectors.Core.Bridging;

/// <summary>How the session is about to be left.</summary>
/// <param name="Holds">Whether what the agent says is kept back.</param>
/// <param name="IsInRoom">Whether there is a room that a successor's joining puts the session out of.</param>
internal sealed record HoldAnswer(bool Holds, bool IsInRoom);
