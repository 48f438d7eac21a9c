using System.Text;
using Connectors.Core.Auditing;

namespace Connectors.Tests.Core.Auditing;

/// <content>Where the log ends.</content>
public sealed partial class AuditVerifierTests
{
    [Fact]
    public async Task Verify_TailCutAndHeadLeft_NamesTheFirstThatIsGone()
    {
        CutBehind(4);

        Assert.Equal(new AuditVerdict(4, "entry 5 is cut off: the log once had 6"), await VerifyAsync());
    }

    [Fact]
    public async Task Verify_TailCutAndHeadSetBack_IsNoticedByWhatTheLogStreamWasTold()
    {
        var told = HeadAt(6);
        var four = HeadAt(4);
        CutBehind(4);
        _records.Tamper(Head() with { Body = AuditRecord.ToJson(four) });

        Assert.Null((await VerifyAsync()).Fault);
        Assert.Equal(new AuditVerdict(4, "entry 5 is cut off: the log once had 6"), await VerifyAsync(told));
    }

    [Fact]
    public async Task Verify_TailCutAndWrittenAnew_IsNoticedByWhatTheLogStreamWasTold()
    {
        var told = HeadAt(6);
        var four = HeadAt(4);
        CutBehind(4);
        _records.Tamper(Head() with { Body = AuditRecord.ToJson(four) });
        _keys.Time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync(3);

        Assert.Equal(new AuditVerdict(7, null), await VerifyAsync());
        Assert.Equal(new AuditVerdict(5, "entry 6 is not the one that was the head"), await VerifyAsync(told));
    }

    [Fact]
    public async Task Verify_EverythingGone_IsNoticedByWhatTheLogStreamWasTold()
    {
        var told = HeadAt(6);
        await _records.RemoveAllAsync("tenant-1", null, null, Cancellation);

        Assert.Equal(new AuditVerdict(0, "entry 1 is cut off: the log once had 6"), await VerifyAsync(told));
    }

    [Fact]
    public async Task Verify_HeadGoneDamagedOrSetBack_SaysSo()
    {
        var head = Head();
        _records.Tamper(head with { Body = AuditRecord.ToJson(HeadAt(4)) });
        Assert.Equal("entry 5 stands behind the head", (await VerifyAsync()).Fault);

        _records.Tamper(head with { Body = AuditRecord.ToJson(HeadAt(6) with { Mac = new string('0', 64) }) });
        Assert.Equal("entry 6 is not the one that was the head", (await VerifyAsync()).Fault);

        _records.Tamper(head with { Body = Encoding.UTF8.GetBytes("{}") });
        Assert.Equal("the head is damaged", (await VerifyAsync()).Fault);

        _records.Tamper(head.Key);
        Assert.Equal("the head is missing", (await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task Verify_WhileTheLogIsWritten_FindsNothing()
    {
        var writing = Task.Run(() => WriteAsync(200), Cancellation);
        while (!writing.IsCompleted)
        {
            Assert.Null((await VerifyAsync()).Fault);
        }

        await writing;
        Assert.Equal(new AuditVerdict(Entries + 200, null), await VerifyAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0:AA")]
    [InlineData("-1:AA")]
    [InlineData("1:AA")]
    [InlineData("1:2:3")]
    public void Head_FromATextThatIsNone_IsNull(string text)
    {
        Assert.Null(AuditHead.Parse(text));
        Assert.Null(AuditHead.Parse(text.Replace("AA", new string('G', 64), StringComparison.Ordinal)));
        Assert.Equal(HeadAt(3), AuditHead.Parse(HeadAt(3).ToString()));
    }
}
