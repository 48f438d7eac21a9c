using System.Buffers.Binary;
using System.Security.Cryptography;
using Connectors.Core.Records;

namespace Connectors.Core.Vault;

/// <summary>
/// Data keys are records, wrapped; the unwrapped ones stay in memory for some minutes. Box: version (1 byte), number of the data
/// key (4 bytes, big-endian), nonce (12), tag (16), ciphertext.
/// </summary>
/// <param name="records">Where the wrapped data keys are.</param>
/// <param name="encryption">Wraps them.</param>
/// <param name="time">The clock.</param>
public sealed class TenantVault(IRecordStore records, IKeyEncryption encryption, TimeProvider time) : IVault, IDisposable
{
    private const byte Version = 2;
    private const int HeaderBytes = 1 + sizeof(uint);

    // A key may be erased between finding and using it, by a rotation or because its time is over. Not many times in a row.
    private const int Attempts = 10;

    // Who needs a key that isn't here waits for who has been first to ask for one of the same tenant (or, rarely, of another).
    private const int Gates = 64;

    // A box may be under a key that another node has just made; but a number may also come from a damaged box.
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    // Never disposed: without their wait handles they hold nothing, and a disposed one lets its waiters wait for ever.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly DataKeyTable _table = new(records, encryption, time);
    private readonly DataKeyCache _cache = new(time);
    private volatile bool _isDisposed;

    /// <inheritdoc/>
    public async ValueTask<byte[]> SealAsync(SealedName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Check(name.TenantId);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (id, key) = await CurrentAsync(name.TenantId, cancellationToken);
            if (TrySeal(name, content.Span, id, key) is { } box)
            {
                return box;
            }
        }

        throw new VaultException($"The data keys of tenant {name.TenantId} are being changed all the time.");
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> OpenAsync(SealedName name, ReadOnlyMemory<byte> box, CancellationToken cancellationToken)
    {
        Check(name.TenantId);
        if (box.Length < HeaderBytes || box.Span[0] != Version)
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt32BigEndian(box.Span[1..]);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await FindAsync(name.TenantId, id, cancellationToken) is not { } key)
            {
                return null;
            }

            if (TryOpen(name, box.Span, key, out var content))
            {
                return content;
            }
        }

        throw new VaultException($"The data keys of tenant {name.TenantId} are being changed all the time.");
    }

    /// <inheritdoc/>
    public Task RotateAsync(string tenantId, CancellationToken cancellationToken) =>
        ChangeAsync(tenantId, () => _table.RotateAsync(tenantId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DestroyAsync(string tenantId, CancellationToken cancellationToken) =>
        ChangeAsync(tenantId, () => _table.DestroyAsync(tenantId, cancellationToken), cancellationToken);

    /// <summary>Erases the keys in memory, and refuses who still waits for one.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _cache.Close();
    }

    private static string[] Owner(SealedName name) => [name.TenantId, name.Kind, name.Id];

    private static byte[]? TrySeal(SealedName name, ReadOnlySpan<byte> content, uint id, DataKey key)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], id);
        Span<byte> value = stackalloc byte[DataKey.Bytes];
        try
        {
            return key.TryCopyTo(value) ? AesBox.Seal(header, value, content, Owner(name)) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    private static bool TryOpen(SealedName name, ReadOnlySpan<byte> box, DataKey key, out byte[]? content)
    {
        Span<byte> value = stackalloc byte[DataKey.Bytes];
        try
        {
            var usable = key.TryCopyTo(value);
            content = usable ? AesBox.Open(box, HeaderBytes, value, Owner(name)) : null;
            return usable;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    // The operator's own partition has no data key: what is the operator's is in its key ring.
    private static void Check(string tenantId) => ArgumentException.ThrowIfNullOrEmpty(tenantId);

    private async ValueTask<(uint Id, DataKey Key)> CurrentAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (_cache.TryFind(tenantId, out var keys) && !keys.IsDestroyed && keys.Find(keys.CurrentId) is { } key)
        {
            return (keys.CurrentId, key);
        }

        using var turn = await EnterAsync(tenantId, cancellationToken);
        if (!_cache.TryFind(tenantId, out keys))
        {
            keys = await _table.FindOrMakeAsync(tenantId, cancellationToken);
            _cache.Put(tenantId, keys);
        }

        return keys.IsDestroyed
            ? throw DataKeyTable.Destroyed(tenantId)
            : (keys.CurrentId, (await UnwrapAsync(tenantId, keys, keys.CurrentId, cancellationToken))!);
    }

    private async ValueTask<DataKey?> FindAsync(string tenantId, uint id, CancellationToken cancellationToken)
    {
        if (_cache.TryFind(tenantId, out var keys) && keys.Find(id) is { } key)
        {
            return key;
        }

        using var turn = await EnterAsync(tenantId, cancellationToken);
        if (!_cache.TryFind(tenantId, out keys) || (MayBeNew(keys, id) && _cache.AgeOf(tenantId) >= ReadAgainAfter))
        {
            keys = await _table.FindAsync(tenantId, cancellationToken);
            if (keys is null)
            {
                return null;
            }

            _cache.Put(tenantId, keys);
        }

        return await UnwrapAsync(tenantId, keys, id, cancellationToken);
    }

    private static bool MayBeNew(DataKeyRing keys, uint id) => !keys.IsDestroyed && id > keys.CurrentId;

    // Only in the tenant's turn.
    private async Task<DataKey?> UnwrapAsync(string tenantId, DataKeyRing keys, uint id, CancellationToken cancellationToken)
    {
        if (keys.Find(id) is { } key)
        {
            return key;
        }

        var generation = keys.Record.Generations.FirstOrDefault(one => one.Id == id);
        return generation is null ? null : keys.Add(id, await _table.UnwrapAsync(tenantId, generation, cancellationToken));
    }

    private async Task ChangeAsync(string tenantId, Func<Task<DataKeyRing>> change, CancellationToken cancellationToken)
    {
        Check(tenantId);
        using var turn = await EnterAsync(tenantId, cancellationToken);
        _cache.Put(tenantId, await change());
    }

    private async Task<Turn> EnterAsync(string tenantId, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)StringComparer.Ordinal.GetHashCode(tenantId) % Gates];
        await gate.WaitAsync(cancellationToken);
        var turn = new Turn(gate);
        if (_isDisposed)
        {
            turn.Dispose();
            throw new ObjectDisposedException(nameof(TenantVault));
        }

        return turn;
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
