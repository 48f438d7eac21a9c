namespace Connectors.Core.Vault;

/// <summary>
/// Seals what a store must not hold in the clear: AES-256-GCM under a data key per tenant, which is wrapped by a
/// key-encryption key. Whoever deletes a tenant's data key has deleted everything sealed under it.
/// </summary>
public interface IVault
{
    /// <summary>Seals a content under the tenant's newest data key; makes the first one.</summary>
    /// <param name="name">What it belongs to; needed to open it.</param>
    /// <param name="content">What to seal.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="VaultException">The data key can't be had: its wrapping key is missing, or it was destroyed.</exception>
    ValueTask<byte[]> SealAsync(SealedName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Opens a box.</summary>
    /// <param name="name">What it belongs to.</param>
    /// <param name="box">What <see cref="SealAsync"/> returned.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The content, or null: it was changed, belongs to something else, or its data key is gone.</returns>
    /// <exception cref="VaultException">The data key is there but can't be had now: its wrapping key is missing.</exception>
    ValueTask<byte[]?> OpenAsync(SealedName name, ReadOnlyMemory<byte> box, CancellationToken cancellationToken);

    /// <summary>Gives the tenant a new data key; what was sealed under old ones can still be opened.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RotateAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Destroys the tenant's data keys, here and in the store; nothing sealed under them can ever be opened.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DestroyAsync(string tenantId, CancellationToken cancellationToken);
}
