namespace Connectors.Core.Tenancy;

/// <summary>A key that was just made: the only time that its value is there.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its text.</param>
public sealed record NewApiKey(ApiKey Key, Secret Value);
