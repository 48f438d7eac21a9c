namespace Connectors.Core.Vault;

/// <summary>
/// Wraps data keys under a key-encryption key that is not in the store. The seam for a key management system: the key itself
/// never has to leave it.
/// </summary>
public interface IKeyEncryption
{
    /// <summary>Id of the key that new things are wrapped under.</summary>
    string CurrentKeyId { get; }

    /// <summary>Wraps a key under the current key-encryption key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="associatedData">What it belongs to; needed to unwrap it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="VaultException">It can't be wrapped now.</exception>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);

    /// <summary>Unwraps a key.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> returned.</param>
    /// <param name="associatedData">What it belongs to.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key; the caller erases it.</returns>
    /// <exception cref="VaultException">
    /// The key-encryption key can't be had, or the wrapped key was changed or belongs to something else.
    /// </exception>
    ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);
}
