namespace Connectors.Core.Vault;

/// <summary>A key that was wrapped.</summary>
/// <param name="KeyId">Id of the key-encryption key.</param>
/// <param name="Value">The wrapped key.</param>
public sealed record WrappedKey(string KeyId, ReadOnlyMemory<byte> Value);
