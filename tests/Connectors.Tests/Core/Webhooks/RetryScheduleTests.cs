using Connectors.Core.Webhooks;

namespace Connectors.Tests.Core.Webhooks;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1_800)]
    [InlineData(4, 7_200)]
    [InlineData(9, 86_400)]
    public void Pause_AfterSoManyAttempts_IsTheSchedulesAndAFifthMoreAtMost(int tries, int seconds)
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(RetrySchedule.After(tries, null)!.Value.TotalSeconds, seconds, seconds * 1.2);
        }
    }

    [Fact]
    public void Pause_AfterTheTenthAttempt_IsNone() => Assert.Null(RetrySchedule.After(10, TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(1, 120, 120)]
    [InlineData(1, 1_000_000, 86_400)]
    [InlineData(1, -5, 5)]
    public void Pause_ThatTheReceiverAsksFor_CountsIfItIsLongerAndNotTooLong(int tries, int asked, int seconds) =>
        Assert.InRange(RetrySchedule.After(tries, TimeSpan.FromSeconds(asked))!.Value.TotalSeconds, seconds, seconds * 1.2);
}
