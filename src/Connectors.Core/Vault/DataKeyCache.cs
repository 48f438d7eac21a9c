using System.Diagnostics.CodeAnalysis;

namespace Connectors.Core.Vault;

/// <summary>
/// Tenants' data keys in memory: a bounded number, for a bounded time, so that what another node destroys is gone here soon.
/// </summary>
internal sealed class DataKeyCache(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private bool _isClosed;

    /// <summary>How many tenants' keys are held at most.</summary>
    public const int Tenants = 1_000;

    /// <summary>How long keys are held before they are asked for anew.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public bool TryFind(string tenantId, [NotNullWhen(true)] out DataKeyRing? keys)
    {
        lock (_lock)
        {
            keys = null;
            if (!_entries.TryGetValue(tenantId, out var entry))
            {
                return false;
            }

            if (time.GetElapsedTime(entry.ReadAt) >= Lifetime)
            {
                Remove(tenantId);
                return false;
            }

            entry.UsedAt = time.GetTimestamp();
            keys = entry.Keys;
            return true;
        }
    }

    /// <summary>How long ago a tenant's keys were read; longest possible if they aren't here.</summary>
    public TimeSpan AgeOf(string tenantId)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(tenantId, out var entry) ? time.GetElapsedTime(entry.ReadAt) : TimeSpan.MaxValue;
        }
    }

    public void Put(string tenantId, DataKeyRing keys)
    {
        lock (_lock)
        {
            Remove(tenantId);
            if (_isClosed)
            {
                keys.Erase();
                return;
            }

            if (_entries.Count >= Tenants)
            {
                Remove(_entries.MinBy(entry => entry.Value.UsedAt).Key);
            }

            _entries[tenantId] = new Entry(keys, time.GetTimestamp());
        }
    }

    /// <summary>Erases all keys; those that come later are erased as they come.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var tenantId in _entries.Keys.ToList())
            {
                Remove(tenantId);
            }
        }
    }

    private void Remove(string tenantId)
    {
        if (_entries.Remove(tenantId, out var entry))
        {
            entry.Keys.Erase();
        }
    }

    private sealed class Entry(DataKeyRing keys, long readAt)
    {
        public DataKeyRing Keys { get; } = keys;

        public long ReadAt { get; } = readAt;

        public long UsedAt { get; set; } = readAt;
    }
}
