using Connectors.Core.Vault;

namespace Connectors.Tests.Core.Vault;

/// <summary>A vault whose wrapping key is missing.</summary>
internal sealed class ClosedVault : IVault
{
    public ValueTask<byte[]> SealAsync(SealedName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        ValueTask.FromException<byte[]>(new VaultException("The key ring has no such key."));

    public ValueTask<byte[]?> OpenAsync(SealedName name, ReadOnlyMemory<byte> box, CancellationToken cancellationToken) =>
        ValueTask.FromException<byte[]?>(new VaultException("The key ring has no such key."));

    public Task RotateAsync(string tenantId, CancellationToken cancellationToken) =>
        Task.FromException(new VaultException("The key ring has no such key."));

    public Task DestroyAsync(string tenantId, CancellationToken cancellationToken) => Task.CompletedTask;
}
