using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>The shared store is gone for a while, and comes back with what it had.</summary>
public sealed class RedisAwayTests(RtcFixture rtc)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Conversation_WhileRedisIsAway_GoesOnAndNothingIsForgotten()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await NodeStage.StartAsync(rtc, redis, new AssignedNodes(), ("openai-realtime", Scripts.Of(Answer)));
        await stage.AllowSessionsAsync(2);
        var both = await stage.ServeAsync(2);
        var talk = await stage.BeginAsync("openai-realtime", both[0]);
        await talk.TurnsAsync(1);
        await talk.SilenceAsync();
        var was = await stage.RecordAsync(talk);

        await redis.KillAsync();
        var awaySince = TimeProvider.System.GetTimestamp();
        var turns = 1;
        List<int> refusals = [];
        List<double> gaps = [];
        while (TimeProvider.System.GetElapsedTime(awaySince) < Away)
        {
            var asked = talk.Ask();
            refusals.Add((await stage.TryBeginAsync("openai-realtime", both[turns % 2])).Status);
            await talk.TurnsAsync(++turns);
            await talk.SilenceAsync();
            var heard = Assert.Single(talk.Heard(asked));
            Assert.Equal(Answer.TotalSeconds, heard.Sound.TotalSeconds, 0.3);
            gaps.Add(heard.Gap.TotalMilliseconds);
        }

        Figures.Report($"turns heard while Redis was away: {gaps.Count}; starts answered with {string.Join(", ", refusals)}");
        Figures.Report($"longest gap in each, ms: {string.Join(", ", gaps.Select(gap => $"{gap:F1}"))}");
        await redis.StartAgainAsync();
        await stage.UntilStoredAsync(talk, was.UpdatedAt);

        Assert.All(refusals, static status => Assert.Equal(503, status));
        await AssertNothingForgottenAsync(stage, both[1], talk, was.Epoch);
    }

    private static async Task AssertNothingForgottenAsync(NodeStage stage, ServerProcess other, Talk talk, long epoch)
    {
        var record = await stage.RecordAsync(talk);
        Assert.Equal(epoch, record.Epoch);
        Assert.Equal(Core.Sessions.SessionState.Live, record.State);

        // One place is the conversation's, also as the other node sees it.
        var statuses = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            statuses.Add((await stage.TryBeginAsync("openai-realtime", other)).Status);
        }

        Assert.Equal([201, 429], statuses);
        var client = stage.ClientOf(other);
        await talk.StopAsync();
        var transcript = (await NodeStage.TranscriptAsync(client, talk)).Select(static segment => segment.Text).ToList();
        var said = Said.In(talk.Shown);
        Figures.Report($"texts that a watcher was shown: {said.Count}, in the transcript: {transcript.Count}");
        Assert.All(said, text => Assert.Contains(text, transcript));
        Assert.Equal(1, talk.Shown.Count(static told => told.Type == "session.ended"));
    }
}
