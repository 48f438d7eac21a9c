using System.Text;
using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Testing;
using Connectors.Tests.Core.Vault;

namespace Connectors.Tests.Core.Auditing;

public sealed partial class AuditVerifierTests : IAsyncLifetime, IDisposable
{
    private const int Entries = 6;

    private readonly TestKeys _keys = new();
    private readonly InMemoryRecordStore _records = new();
    private readonly DerivedKeys _derived;
    private readonly AuditLog _log;

    public AuditVerifierTests()
    {
        _derived = new DerivedKeys(_keys.Ring);
        _log = new AuditLog(_records, _derived, _keys.Time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await WriteAsync(Entries);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Verify_AnUntouchedLog_FindsNothing()
    {
        Assert.Equal(new AuditVerdict(Entries, null), await VerifyAsync());
        Assert.Equal(new AuditVerdict(Entries, null), await VerifyAsync(HeadAt(3)));
        Assert.Equal(new AuditVerdict(0, null), await new AuditVerifier(_records, _derived).VerifyAsync("tenant-2", null, Cancellation));
    }

    [Theory]
    [InlineData("\"actor\":\"key:k-1\"", "\"actor\":\"key:k-2\"")]
    [InlineData("\"action\":\"action-3\"", "\"action\":\"action-9\"")]
    [InlineData("\"subject\":\"credential/c-1\"", "\"subject\":\"credential/c-2\"")]
    [InlineData("\"outcome\":\"done\"", "\"outcome\":\"not-found\"")]
    [InlineData("\"from\":\"192.0.2.1\"", "\"from\":\"192.0.2.2\"")]
    [InlineData("\"from\":\"192.0.2.1\"", "\"from\":\"\"")]
    [InlineData("\"from\":\"192.0.2.1\",", "")]
    [InlineData("\"at\":\"2026", "\"at\":\"2025")]
    [InlineData("\"previous\":\"", "\"previous\":\"00")]
    [InlineData("\"mac\":\"", "\"mac\":\"00")]
    public async Task Verify_AFieldEdited_NamesTheEntry(string old, string changed)
    {
        Edit(4, text => text.Replace(old, changed, StringComparison.Ordinal));

        Assert.Equal(new AuditVerdict(3, "entry 4 was changed"), await VerifyAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("null")]
    public async Task Verify_AnEntryDamaged_NamesIt(string body)
    {
        Edit(2, _ => body);

        Assert.Equal(new AuditVerdict(1, "entry 2 is damaged"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_AFieldAdded_NamesTheEntry()
    {
        Edit(2, text => text.Replace("{", "{\"note\":\"x\",", StringComparison.Ordinal));

        Assert.Equal("entry 2 is damaged", (await VerifyAsync()).Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Verify_AnEntryDeleted_NamesIt(long sequence)
    {
        _records.Tamper(AuditRecord.KeyOf("tenant-1", sequence));

        Assert.Equal(new AuditVerdict(sequence - 1, $"entry {sequence} is missing"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_TwoSwapped_NamesTheFirst()
    {
        var (two, five) = (Entry(2).Body, Entry(5).Body);
        _records.Tamper(Entry(2) with { Body = five });
        _records.Tamper(Entry(5) with { Body = two });

        Assert.Equal(new AuditVerdict(1, "entry 2 is not in order: entry 5 stands in its place"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_LaterOnesMovedUpOverADeletedOne_NamesThePlace()
    {
        for (var sequence = 3; sequence < Entries; sequence++)
        {
            _records.Tamper(Entry(sequence) with { Body = Entry(sequence + 1).Body });
        }

        _records.Tamper(AuditRecord.KeyOf("tenant-1", Entries));

        Assert.Equal("entry 3 is not in order: entry 4 stands in its place", (await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task Verify_AnEntryInsertedAndTheRestMovedDown_NamesIt()
    {
        for (var sequence = Entries; sequence >= 3; sequence--)
        {
            _records.Tamper(Entry(sequence) with { Key = AuditRecord.KeyOf("tenant-1", sequence + 1) });
        }

        _records.Tamper(Entry(4) with { Key = AuditRecord.KeyOf("tenant-1", 3) });
        Edit(3, text => text.Replace("done", "gone", StringComparison.Ordinal));

        Assert.Equal("entry 3 was changed", (await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task Verify_AnEntryAppendedBehindTheHead_NamesIt()
    {
        _records.Tamper(Entry(6) with { Key = AuditRecord.KeyOf("tenant-1", 7) });

        Assert.Equal(new AuditVerdict(6, "entry 7 is not in order: entry 6 stands in its place"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_RechainedWithoutTheKey_NamesTheFirstChanged()
    {
        // Who has the database but not the key ring signs with a key of his own under the right name.
        Rechain(3, new DerivedKey(_derived.Current(DerivedKeys.Audit).Id, new byte[32]));

        Assert.Equal(new AuditVerdict(2, "entry 3 was changed"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_RechainedWithAKeyOfAnotherName_SaysSo()
    {
        Rechain(3, new DerivedKey("mac-of-mine", new byte[32]));

        Assert.Equal("entry 3 can't be verified: the key ring has no mac key of its id", (await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task Verify_ASignedEntryThatFollowsAnother_NamesIt()
    {
        // With the key, but without its neighbour: such as an entry out of a backup of another life of the log.
        var key = _derived.Current(DerivedKeys.Audit);
        var entry = AuditRecord.Parse(Entry(4).Body.Span)! with { Previous = new string('0', 64) };
        _records.Tamper(Entry(4) with { Body = entry.SignedWith(key, "tenant-1").ToJson() });

        Assert.Equal(new AuditVerdict(3, "entry 4 doesn't follow the one before it"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_AnEntryOfAnotherTenant_NamesIt()
    {
        await _log.WriteAsync(Event(0) with { TenantId = "tenant-2" }, [], Cancellation);
        var other = await _records.FindAsync(AuditRecord.KeyOf("tenant-2", 1), Cancellation);
        _records.Tamper(Entry(1) with { Body = other!.Body });

        Assert.Equal("entry 1 was changed", (await VerifyAsync()).Fault);
    }

    private static AuditEvent Event(int number) => new()
    {
        TenantId = "tenant-1",
        Actor = "key:k-1",
        Action = $"action-{number}",
        Subject = "credential/c-1",
        Outcome = "done",
        From = "192.0.2.1",
    };

    private async Task WriteAsync(int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            await _log.WriteAsync(Event(i), [], Cancellation);
        }
    }

    private Task<AuditVerdict> VerifyAsync(AuditHead? told = null) =>
        new AuditVerifier(_records, _derived).VerifyAsync("tenant-1", told, Cancellation);

    private StoredRecord Entry(long sequence) => _records.All.Single(record => record.Key == AuditRecord.KeyOf("tenant-1", sequence));

    private StoredRecord Head() => _records.All.Single(record => record.Key == AuditRecord.HeadOf("tenant-1"));

    private AuditHead HeadAt(long sequence) => new(sequence, AuditRecord.Parse(Entry(sequence).Body.Span)!.Mac);

    private void Edit(long sequence, Func<string, string> change)
    {
        var entry = Entry(sequence);
        var old = Encoding.UTF8.GetString(entry.Body.Span);
        Assert.NotEqual(old, change(old));
        _records.Tamper(entry with { Body = Encoding.UTF8.GetBytes(change(old)) });
    }

    private void CutBehind(long sequence)
    {
        for (var cut = sequence + 1; cut <= Entries; cut++)
        {
            _records.Tamper(AuditRecord.KeyOf("tenant-1", cut));
        }
    }

    private void Rechain(long from, DerivedKey key)
    {
        var mac = HeadAt(from - 1).Mac;
        for (var sequence = from; sequence <= Entries; sequence++)
        {
            var entry = AuditRecord.Parse(Entry(sequence).Body.Span)! with { Previous = mac, Key = key.Id, Subject = "credential/forged" };
            entry = entry.SignedWith(key, "tenant-1");
            _records.Tamper(Entry(sequence) with { Body = entry.ToJson() });
            mac = entry.Mac;
        }

        _records.Tamper(Head() with { Body = AuditRecord.ToJson(new AuditHead(Entries, mac)) });
    }
}
