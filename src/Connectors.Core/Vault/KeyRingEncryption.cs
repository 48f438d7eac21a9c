namespace Connectors.Core.Vault;

/// <summary>Wraps data keys under the keys of the key ring.</summary>
/// <param name="ring">The key ring.</param>
public sealed class KeyRingEncryption(KeyRingSource ring) : IKeyEncryption
{
    private const byte Version = 1;

    /// <inheritdoc/>
    public string CurrentKeyId => ring.Current.Current(KeyRing.KeyEncryption).Id;

    /// <inheritdoc/>
    public ValueTask<WrappedKey> WrapAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        var wrapping = ring.Current.Current(KeyRing.KeyEncryption);
        var box = AesBox.Seal([Version], wrapping.Value.Span, key.Span, Owner(wrapping, associatedData));
        return ValueTask.FromResult(new WrappedKey(wrapping.Id, box));
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        WrappedKey wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        if (ring.Find(KeyRing.KeyEncryption, wrapped.KeyId) is not { } wrapping)
        {
            throw new VaultException($"The key ring has no key-encryption key {wrapped.KeyId}.");
        }

        var box = wrapped.Value.Span;
        return box is [Version, ..] && AesBox.Open(box, 1, wrapping.Value.Span, Owner(wrapping, associatedData)) is { } key
            ? ValueTask.FromResult(key)
            : throw new VaultException($"A data key can't be unwrapped with key-encryption key {wrapped.KeyId}: it was changed or moved.");
    }

    private static string[] Owner(RingKey wrapping, ReadOnlyMemory<byte> associatedData) =>
        [wrapping.Id, Convert.ToHexString(associatedData.Span)];
}
