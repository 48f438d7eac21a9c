namespace Connectors.Core.Bridging;

/// <summary>What the fence says after somebody else joined the room under our identity.</summary>
/// <param name="IsOurs">The session is this process's: it was an older process that came back.</param>
internal sealed record EvictionAnswer(bool IsOurs);
