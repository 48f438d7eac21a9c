namespace Connectors.Core.Records;

/// <summary>A value as it stands in the store.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Version">Counts the writes; whoever replaces the value says which version it replaces.</param>
public sealed record Stored<T>(T Value, long Version)
    where T : class;
