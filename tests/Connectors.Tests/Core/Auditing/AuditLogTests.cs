using System.Text;
using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Testing;
using Connectors.Tests.Core.Vault;

namespace Connectors.Tests.Core.Auditing;

public sealed class AuditLogTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly InMemoryRecordStore _records = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Write_AnEventWithItsChanges_KeepsBoth()
    {
        var log = New();
        var record = new StoredRecord { Key = new RecordKey("kind", "tenant-1", "a"), Body = Encoding.UTF8.GetBytes("x") };

        Assert.Null(await log.WriteAsync(Event("credential.create"), [new RecordWrite.Add(record)], Cancellation));

        var entry = Assert.Single(await log.ListAsync("tenant-1", null, 10, Cancellation));
        Assert.Equal((1, _keys.Time.GetUtcNow(), string.Empty), (entry.Sequence, entry.At, entry.PreviousMac));
        Assert.Equal(Event("credential.create"), entry.Event);
        Assert.NotNull(await _records.FindAsync(record.Key, Cancellation));
    }

    [Fact]
    public async Task Write_WithAConditionUnmet_KeepsNeitherAndNamesTheRecord()
    {
        var log = New();
        var missing = new StoredRecord { Key = new RecordKey("kind", "tenant-1", "a"), Version = 1, Body = default };

        Assert.Equal(missing.Key, await log.WriteAsync(Event("a"), [new RecordWrite.Replace(missing)], Cancellation));

        Assert.Empty(_records.All);
    }

    [Fact]
    public async Task Write_Several_EachFollowsTheOneBefore()
    {
        var log = New();
        await WriteAsync(log, 3);

        var entries = await log.ListAsync("tenant-1", null, 10, Cancellation);

        Assert.Equal([3, 2, 1], entries.Select(entry => entry.Sequence));
        Assert.Equal([entries[1].Mac, entries[2].Mac, string.Empty], entries.Select(entry => entry.PreviousMac));
    }

    [Fact]
    public async Task List_BeforeAnEntry_GoesOnThere()
    {
        var log = New();
        await WriteAsync(log, 12);

        Assert.Equal([12, 11], (await log.ListAsync("tenant-1", null, 2, Cancellation)).Select(entry => entry.Sequence));
        Assert.Equal([10, 9], (await log.ListAsync("tenant-1", 11, 2, Cancellation)).Select(entry => entry.Sequence));
        Assert.Empty(await log.ListAsync("tenant-1", 1, 2, Cancellation));
        Assert.Empty(await log.ListAsync("tenant-1", long.MinValue, 2, Cancellation));
        Assert.Empty(await log.ListAsync("tenant-2", null, 2, Cancellation));
    }

    [Fact]
    public async Task Write_OfTwoTenantsAndTheOperator_AreThreeChains()
    {
        var log = New();
        foreach (var tenantId in new[] { "tenant-1", "tenant-2", RecordKey.Operator })
        {
            await log.WriteAsync(Event("a") with { TenantId = tenantId }, [], Cancellation);
            Assert.Equal(1, Assert.Single(await log.ListAsync(tenantId, null, 10, Cancellation)).Sequence);
        }
    }

    [Fact]
    public async Task Write_ByManyProcessesAtOnce_LosesNoneAndKeepsTheChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => WriteAsync(new AuditLog(_records, new DerivedKeys(_keys.Ring), TimeProvider.System), 25), Cancellation)));

        Assert.Equal(new AuditVerdict(100, null), await Verifier().VerifyAsync("tenant-1", null, Cancellation));
    }

    [Fact]
    public async Task Write_WithADamagedHead_IsRefused()
    {
        await WriteAsync(New(), 1);
        _records.Tamper(_records.All.Single(record => record.Key.Kind == RecordKinds.AuditHead) with { Body = new byte[] { 1 } });

        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync(New(), 1));
    }

    [Fact]
    public async Task Write_AfterAKeyRotation_IsSignedWithTheNewOneAndAllVerifies()
    {
        var log = New();
        await WriteAsync(log, 2);
        var id = _keys.Append(KeyRing.Mac);
        await WriteAsync(log, 2);

        var entries = await log.ListAsync("tenant-1", null, 10, Cancellation);
        Assert.Equal([true, true, false, false], entries.Select(entry => entry.KeyId == id));
        Assert.Null((await Verifier().VerifyAsync("tenant-1", null, Cancellation)).Fault);
    }

    private static AuditEvent Event(string action) => new()
    {
        TenantId = "tenant-1",
        Actor = "key:k-1",
        Action = action,
        Subject = "credential/c-1",
        Outcome = "done",
        From = "192.0.2.1",
    };

    private static async Task WriteAsync(AuditLog log, int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            Assert.Null(await log.WriteAsync(Event($"action-{i}"), [], Cancellation));
        }
    }

    private AuditLog New() => new(_records, new DerivedKeys(_keys.Ring), _keys.Time);

    private AuditVerifier Verifier() => new(_records, new DerivedKeys(_keys.Ring));
}
