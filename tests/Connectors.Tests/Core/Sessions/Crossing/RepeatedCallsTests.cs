using Connectors.Core.Records;
using Connectors.Core.Sessions.Crossing;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Crossing;

public sealed class RepeatedCallsTests
{
    private static readonly SessionReply Here = new(ReplyKind.Here, default);

    private readonly FakeTime _time = new();
    private readonly RepeatedCalls _calls;
    private int _asked;

    public RepeatedCallsTests() => _calls = new(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Session_ThatIsMoving_IsAskedForUntilItIsThere()
    {
        Assert.Equal(ReplyKind.Here, (await AskAsync(CallRule.Once, _ => _asked < 4 ? SessionReply.Moved : Here)).Kind);

        Assert.Equal((4, 750), (_asked, _time.Elapsed.TotalMilliseconds));
    }

    [Fact(Timeout = 30_000)]
    public async Task Call_ThatWasLost_IsRepeatedOnlyIfItMayBe()
    {
        Assert.Equal(ReplyKind.Here, (await AskAsync(CallRule.Repeated, _ => _asked == 1 ? throw new TimeoutException() : Here)).Kind);
        _asked = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(CallRule.Once, _ => throw new TimeoutException()));

        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Call_ThatFailsOtherwise_IsNotRepeated()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(CallRule.Following, _ => throw new InvalidOperationException()));

        Assert.Equal(1, _asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Store_ThatIsAway_IsToldAtOnce_ButOutlastedByWhoFollows()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(CallRule.Repeated, _ => SessionReply.Away));
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);

        var reply = await AskAsync(
            CallRule.Following,
            elapsed => elapsed < TimeSpan.FromSeconds(30) ? SessionReply.Away
                : elapsed < TimeSpan.FromSeconds(60) ? throw new TimeoutException() : Here);
        Assert.Equal(ReplyKind.Here, reply.Kind);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false, 15)]
    [InlineData(true, 90)]
    public async Task Session_ThatNeverComes_IsGivenUp(bool isFollowed, int seconds)
    {
        var rule = isFollowed ? CallRule.Following : CallRule.Repeated;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(rule, _ => SessionReply.Moved));

        Assert.InRange(_time.Elapsed.TotalSeconds, seconds, seconds + 1);
    }

    [Fact(Timeout = 30_000)]
    public async Task Caller_WhoGivesUp_DoesNotWaitForACall()
    {
        using var giveUp = new CancellationTokenSource();
        var asking = _calls.AskAsync(() => new TaskCompletionSource<byte[]>().Task, IsLost, CallRule.Following, giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static bool IsLost(Exception error) => error is TimeoutException;

    private async Task<SessionReply> AskAsync(CallRule rule, Func<TimeSpan, SessionReply> answer)
    {
        var asking = _calls.AskAsync(Answer, IsLost, rule, Cancellation);
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        return await asking;

        Task<byte[]> Answer()
        {
            _asked++;
            return Task.FromResult(answer(_time.Elapsed).ToBytes());
        }
    }
}
