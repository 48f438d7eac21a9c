using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Storage.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>Writes through the real stores, and keeps what each call was told: acknowledged, or nobody knows.</summary>
internal sealed class StoreLedger
{
    private const int Parts = 3;

    // A bound, should nobody put an end to it.
    private const int MaximumWrites = 20_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _acknowledged = [];
    private readonly HashSet<string> _unknown = [];
    private readonly Dictionary<string, long> _versions = [];
    private readonly Dictionary<string, long> _epochs = [];
    private readonly List<string> _refusals = [];
    private int _told;

    /// <summary>Batches that were acknowledged.</summary>
    public int Acknowledged => Count(_acknowledged);

    /// <summary>Batches of which nobody knows.</summary>
    public int Unknown => Count(_unknown);

    /// <summary>Everything that was acknowledged.</summary>
    public int Told => Volatile.Read(ref _told);

    /// <summary>What was said where something wasn't acknowledged.</summary>
    public IReadOnlyList<string> Refusals
    {
        get
        {
            lock (_lock)
            {
                return [.. _refusals];
            }
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One batch of three records. Whether it was acknowledged.</summary>
    public async Task<bool> BatchAsync(RedisRecordStore store)
    {
        var id = $"{Guid.NewGuid():N}";
        RecordWrite[] batch = [.. Enumerable.Range(0, Parts).Select(part => New(id, part))];
        var isTold = await IsToldAsync(async () => Assert.Null(await store.WriteAsync(batch, Cancellation)));
        lock (_lock)
        {
            (isTold ? _acknowledged : _unknown).Add(id);
        }

        return isTold;
    }

    /// <summary>Batches until one isn't acknowledged.</summary>
    public async Task BatchesAsync(RedisRecordStore store)
    {
        for (var number = 0; number < MaximumWrites && await BatchAsync(store); number++)
        {
        }
    }

    /// <summary>Changes of one session until one isn't acknowledged.</summary>
    public Task SessionAsync(RedisSessionStore store)
    {
        var now = TimeProvider.System.GetUtcNow();
        var record = new SessionRecord
        {
            Id = $"{Guid.NewGuid():N}",
            TenantId = "tenant",
            Room = new RoomSource.LiveAvatarRoom(),
            AvatarCredential = new Secret("api-key"),
            CreatedAt = now,
            UpdatedAt = now,
        };
        return RepeatAsync(_versions, record.Id, async () =>
        {
            record = record.Version == 0
                ? await store.AddAsync(record, Cancellation)
                : await store.UpdateAsync(record with { Started = true }, Cancellation);
            return Assert.IsType<SessionRecord>(record).Version;
        });
    }

    /// <summary>A session is taken by one holder after another until one isn't told that it has it.</summary>
    public Task EpochsAsync(RedisFence fence)
    {
        var (id, epoch) = ($"{Guid.NewGuid():N}", 0L);
        return RepeatAsync(_epochs, id, async () =>
        {
            var hold = Assert.IsType<FenceHold>(await fence.TakeAsync(id, $"node-{epoch}", epoch, Cancellation));
            Assert.Equal(epoch + 1, hold.Epoch);
            await fence.ReleaseAsync(hold, Cancellation);
            return epoch = hold.Epoch;
        });
    }

    /// <summary>What another server has of it. No batch may be there by halves, and no session or epoch from nowhere.</summary>
    public async Task<LedgerFindings> FindAsync(RedisPlace there, RedisPlace writers)
    {
        var parts = await PartsAsync(there.OpenRecords());
        Assert.All(parts.Values, count => Assert.Equal(Parts, count));
        Assert.Empty(parts.Keys.Except(_acknowledged).Except(_unknown));
        var older = 0;
        if (_versions.Count > 0)
        {
            File.Copy(writers.KeyRingPath, there.KeyRingPath);
            var sessions = there.OpenSessions();
            foreach (var (id, version) in _versions)
            {
                var found = await sessions.FindAsync(id, Cancellation);
                Assert.Equal(found is null ? null : "api-key", found?.AvatarCredential?.Reveal());
                older += IsOlder(found?.Version ?? 0, version);
            }
        }

        var fence = new RedisFence(there.Connect(), there.Options);
        foreach (var (id, epoch) in _epochs)
        {
            older += IsOlder((await fence.FindAsync(id, Cancellation))?.Epoch ?? 0, epoch);
        }

        return new(_acknowledged.Count(id => !parts.ContainsKey(id)), _unknown.Count(parts.ContainsKey), older);
    }

    /// <summary>Everything can be taken with an epoch that nobody was ever told.</summary>
    public async Task AssertEpochsGoOnAsync(RedisFence fence)
    {
        foreach (var (id, epoch) in _epochs)
        {
            FenceHold? hold = null;
            await Eventually.HoldsAsync(async () => (hold = await Mandate.TryTakeAsync(fence, id, "successor", Cancellation)) is not null);
            Assert.True(hold!.Epoch > epoch);
        }
    }

    // One more may have reached the server than was told.
    private static int IsOlder(long found, long told)
    {
        Assert.InRange(found, 0, told + 1);
        return found < told ? 1 : 0;
    }

    private static async Task<Dictionary<string, int>> PartsAsync(RedisRecordStore store)
    {
        Dictionary<string, int> parts = [];
        var query = new RecordQuery("kind", "tenant") { Limit = 1_000 };
        while (await store.ListAsync(query, Cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                parts[record.Tag!] = parts.GetValueOrDefault(record.Tag!) + 1;
            }

            query = query with { After = page[^1].Key.Id };
        }

        return parts;
    }

    private static RecordWrite.Add New(string id, int part) =>
        new(new StoredRecord { Key = new("kind", "tenant", $"{id}-{part}"), Tag = id, Body = new byte[500] });

    private async Task RepeatAsync(Dictionary<string, long> told, string id, Func<Task<long>> write)
    {
        for (var number = 0; number < MaximumWrites; number++)
        {
            var reached = 0L;
            if (!await IsToldAsync(async () => reached = await write()))
            {
                return;
            }

            lock (_lock)
            {
                told[id] = reached;
            }
        }
    }

    // Any other fault than this one is a defect.
    private async Task<bool> IsToldAsync(Func<Task> write)
    {
        try
        {
            await write();
            Interlocked.Increment(ref _told);
            return true;
        }
        catch (StoreUnavailableException away)
        {
            lock (_lock)
            {
                _refusals.Add(away.Message);
            }

            return false;
        }
    }

    private int Count(HashSet<string> ids)
    {
        lock (_lock)
        {
            return ids.Count;
        }
    }
}
