using System.Buffers.Binary;
using System.Security.Cryptography;
using Connectors.Core.Records;

namespace Connectors.Core.Vault;

/// <summary>
/// Tenants' data keys in the store: made, read, renewed and destroyed, each under the condition that nobody else did so
/// meanwhile.
/// </summary>
internal sealed class DataKeyTable(IRecordStore records, IKeyEncryption encryption, TimeProvider time)
{
    // Somebody else got in between each time; more than a few times in a row is no accident.
    private const int Attempts = 10;

    private const int MaximumGenerations = 1_000;

    /// <summary>What there is, or null.</summary>
    public async Task<DataKeyRing?> FindAsync(string tenantId, CancellationToken cancellationToken) =>
        await records.FindAsync(KeyOf(tenantId), cancellationToken) is { } found
            ? new DataKeyRing(DataKeyRecord.Parse(found.Body.Span, tenantId), found.Version)
            : null;

    /// <summary>What there is, with a first key if there was none.</summary>
    public async Task<DataKeyRing> FindOrMakeAsync(string tenantId, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, cancellationToken) ?? await ChangeAsync(
            tenantId, async old => old ?? new() { Generations = [await NewAsync(tenantId, 1, cancellationToken)] }, cancellationToken);

    /// <summary>A further key, which is the current one from now on.</summary>
    public Task<DataKeyRing> RotateAsync(string tenantId, CancellationToken cancellationToken) => ChangeAsync(
        tenantId,
        async old => old switch
        {
            { DestroyedAt: not null } => throw Destroyed(tenantId),
            { Generations.Count: >= MaximumGenerations } => throw new VaultException(
                $"Tenant {tenantId} has {MaximumGenerations} data keys already."),
            _ => new()
            {
                Generations =
                [
                    .. old?.Generations ?? [], await NewAsync(tenantId, (old?.Generations[^1].Id ?? 0) + 1, cancellationToken),
                ],
            },
        },
        cancellationToken);

    /// <summary>No keys any more, and a mark that keeps new ones from being made.</summary>
    public Task<DataKeyRing> DestroyAsync(string tenantId, CancellationToken cancellationToken) => ChangeAsync(
        tenantId,
        old => Task.FromResult<DataKeyRecord?>(old is { DestroyedAt: not null } ? old : new() { DestroyedAt = time.GetUtcNow() }),
        cancellationToken);

    /// <summary>Wraps the keys that are under older key-encryption keys under the current one.</summary>
    /// <returns>False: all were under the current one already, or are destroyed.</returns>
    public async Task<bool> RewrapAsync(string tenantId, CancellationToken cancellationToken)
    {
        var changed = false;
        await ChangeAsync(
            tenantId,
            async old =>
            {
                var generations = old?.Generations ?? [];
                changed = generations.Any(generation => generation.Kek != encryption.CurrentKeyId);
                return old is null || !changed
                    ? old
                    : old with { Generations = await RewrapAsync(tenantId, generations, cancellationToken) };
            },
            cancellationToken);
        return changed;
    }

    public async Task<DataKey> UnwrapAsync(string tenantId, DataKeyGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            var key = await encryption.UnwrapAsync(
                new WrappedKey(generation.Kek, generation.Wrapped), Owner(tenantId, generation.Id), cancellationToken);
            return key.Length == DataKey.Bytes ? new DataKey(key) : throw new VaultException($"It has {key.Length} bytes.");
        }
        catch (VaultException e)
        {
            throw new VaultException($"Data key {generation.Id} of tenant {tenantId} can't be had: {e.Message}", e);
        }
    }

    public static VaultException Destroyed(string tenantId) => new($"The data keys of tenant {tenantId} were destroyed.");

    private static RecordKey KeyOf(string tenantId) => new(RecordKinds.DataKey, RecordKey.Operator, tenantId);

    private static byte[] Owner(string tenantId, uint generation)
    {
        var header = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(header, generation);
        return AesBox.AssociatedData(header, [RecordKinds.DataKey, tenantId]);
    }

    private async Task<DataKeyRing> ChangeAsync(
        string tenantId, Func<DataKeyRecord?, Task<DataKeyRecord?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var old = await FindAsync(tenantId, cancellationToken);
            var next = await change(old?.Record);
            if (next is null || (old is not null && ReferenceEquals(next, old.Record)))
            {
                return old ?? new DataKeyRing(new DataKeyRecord(), 0);
            }

            var record = new StoredRecord { Key = KeyOf(tenantId), Version = old?.Version ?? 0, Body = next.ToJson() };
            RecordWrite write = old is null ? new RecordWrite.Add(record) : new RecordWrite.Replace(record);
            if (await records.WriteAsync([write], cancellationToken) is null)
            {
                return new DataKeyRing(next, record.Version + 1);
            }
        }

        throw new VaultException($"The data keys of tenant {tenantId} are being changed by others all the time.");
    }

    private async Task<DataKeyGeneration> NewAsync(string tenantId, uint id, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(DataKey.Bytes);
        try
        {
            return await WrapAsync(tenantId, id, time.GetUtcNow(), key, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task<List<DataKeyGeneration>> RewrapAsync(
        string tenantId, IReadOnlyList<DataKeyGeneration> generations, CancellationToken cancellationToken)
    {
        List<DataKeyGeneration> next = [];
        foreach (var generation in generations)
        {
            if (generation.Kek == encryption.CurrentKeyId)
            {
                next.Add(generation);
                continue;
            }

            var key = await UnwrapAsync(tenantId, generation, cancellationToken);
            var value = new byte[DataKey.Bytes];
            key.TryCopyTo(value);
            next.Add(await WrapAsync(tenantId, generation.Id, generation.CreatedAt, value, cancellationToken));
            CryptographicOperations.ZeroMemory(value);
            key.Erase();
        }

        return next;
    }

    private async Task<DataKeyGeneration> WrapAsync(
        string tenantId, uint id, DateTimeOffset createdAt, byte[] key, CancellationToken cancellationToken)
    {
        var wrapped = await encryption.WrapAsync(key, Owner(tenantId, id), cancellationToken);
        return new() { Id = id, Kek = wrapped.KeyId, Wrapped = wrapped.Value.ToArray(), CreatedAt = createdAt };
    }
}
