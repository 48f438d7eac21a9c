using System.Collections.Concurrent;

namespace Connectors.Core.Vault;

/// <summary>What is known of a tenant's data keys: the record as it was read, and those that were unwrapped since.</summary>
internal sealed class DataKeyRing(DataKeyRecord record, long version)
{
    private readonly ConcurrentDictionary<uint, DataKey> _unwrapped = new();
    private volatile bool _isErased;

    public DataKeyRecord Record { get; } = record;

    /// <summary>The record's version in the store.</summary>
    public long Version { get; } = version;

    public bool IsDestroyed => Record.DestroyedAt is not null;

    /// <summary>The newest; not for destroyed ones.</summary>
    public uint CurrentId => Record.Generations[^1].Id;

    public DataKey? Find(uint id) => _unwrapped.GetValueOrDefault(id);

    /// <summary>Keeps an unwrapped key; in a ring that was erased meanwhile it is erased at once.</summary>
    public DataKey Add(uint id, DataKey key)
    {
        _unwrapped[id] = key;
        if (_isErased)
        {
            key.Erase();
        }

        return key;
    }

    public void Erase()
    {
        _isErased = true;
        foreach (var key in _unwrapped.Values)
        {
            key.Erase();
        }
    }
}
