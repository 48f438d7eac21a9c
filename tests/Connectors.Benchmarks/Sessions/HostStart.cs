namespace Connectors.Benchmarks.Sessions;

/// <summary>What a start of a session brought.</summary>
/// <param name="RoomUrl">Null if it failed.</param>
/// <param name="UserToken">Likewise.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Milliseconds">How long the call took.</param>
internal sealed record HostStart(string? RoomUrl, string? UserToken, string? Failure, double Milliseconds);
