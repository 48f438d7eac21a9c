namespace Connectors.Core.Vault;

/// <summary>What re-wrapping all data keys has come to, in tenants.</summary>
/// <param name="Rewrapped">Now under the current key-encryption key.</param>
/// <param name="Untouched">Were so already, or are destroyed.</param>
/// <param name="Failures">Why some could not be, one sentence each.</param>
public sealed record RewrapReport(int Rewrapped, int Untouched, IReadOnlyList<string> Failures);
