namespace Connectors.Server.Api.Contracts;

/// <summary>A page of a list, newest first.</summary>
/// <param name="Data">What is on it.</param>
/// <param name="NextCursor">Where the next page begins; null: there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);
