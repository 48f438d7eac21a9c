using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>A node is told to stop (SIGTERM) while its sessions go on.</summary>
public sealed class NodeDrainTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private const int LimitSeconds = 10;

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Node_ToldToStopWhileItsAgentsSpeak_HandsEverySessionOverBetweenTurns() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var stage = await StartAsync();
        var going = (await stage.ServeAsync(1, ("DrainLimitSeconds", $"{LimitSeconds}")))[0];
        var talks = await BeginAllAsync(stage, going);
        var other = (await stage.ServeAsync(1))[0];
        var asked = talks.Select(static talk => talk.Ask()).ToArray();
        await Task.WhenAll(talks.Zip(asked, static (talk, at) => talk.HearAsync(at, TimeSpan.FromSeconds(1.5))));

        await going.AskToStopAsync();
        var stoppedAt = TimeProvider.System.GetTimestamp();
        var calling = CallUntilGoneAsync(stage, going, talks[0]);
        var arrivals = await Task.WhenAll(talks.Select(talk => talk.AvatarSocketAsync(stoppedAt)));
        Assert.Equal(0, await going.ExitAsync(TimeSpan.FromSeconds(60)));
        var (calls, unready) = await calling;

        Figures.Report($"calls answered while the node was emptied: {calls}; not ready any more after {unready.TotalMilliseconds:0} ms");
        foreach (var (talk, at, arrived) in talks.Zip(asked, arrivals))
        {
            var heard = Assert.Single(talk.Heard(at));
            runs.Add($"{talk.Connector}, drain: s until the other node had its avatar", Seconds(stoppedAt, arrived.Timestamp));
            runs.Add($"{talk.Connector}, drain: turn in the middle, longest gap in what was heard, ms", heard.Gap.TotalMilliseconds);
            Assert.Equal(Answer, Assert.Single(talk.SpokenTo(at)));
            Assert.Equal(Answer.TotalSeconds, heard.Sound.TotalSeconds, 0.3);
            Assert.Equal(talk.Connector == "elevenlabs", Seconds(stoppedAt, arrived.Timestamp) >= LimitSeconds - 0.5);
            Assert.Equal(2, talk.Shown.Count(static told => told.Type == "turn.ended"));
        }

        await Task.WhenAll(talks.Select(talk => AskAgainAsync(stage, other, talk)));
    });

    [Fact]
    public Task User_SpeakingWhileTheSessionMoves_IsHeardByOldAndNewAgentTogether() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var stage = await StartAsync();
        var going = (await stage.ServeAsync(1, ("DrainLimitSeconds", "0"), ("DrainGraceSeconds", "3")))[0];
        var talks = await BeginAllAsync(stage, going);
        await stage.ServeAsync(1);
        var saying = TimeProvider.System.GetTimestamp();
        foreach (var talk in talks)
        {
            talk.User.Say(NumberedTones.Samples());
        }

        await going.AskToStopAsync();
        var stoppedAt = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(talks.Select(talk => talk.AvatarSocketAsync(stoppedAt)));
        await going.ExitAsync(TimeSpan.FromSeconds(60));
        await Task.WhenAll(talks.Select(talk => talk.AvatarAsync(
            saying, static record => record is { Direction: LiteDirection.Received, Type: "agent.speak" })));

        foreach (var talk in talks)
        {
            var received = NumberedTones.Measure(talk.Conversations);
            var (missing, doubled) = NumberedTones.Compare(received);
            runs.Add($"{talk.Connector}, user speaking over the switch: ms missing", missing);
            runs.Add($"{talk.Connector}, user speaking over the switch: ms doubled", doubled);
            Figures.Report($"{talk.Connector}: ms of each tone of 200: " + string.Join(' ', received));
            var hearers = talk.Conversations.Count(static conversation => NumberedTones.Measure([conversation]).Any(static ms => ms > 100));
            Assert.Equal(2, hearers);
            Assert.True(missing < 2_000 && doubled < 2_000, $"{talk.Connector}: {missing} ms missing, {doubled} ms doubled");
        }
    });

    private static double Seconds(long from, long to) => TimeProvider.System.GetElapsedTime(from, to).TotalSeconds;

    private static async Task<Talk[]> BeginAllAsync(NodeStage stage, ServerProcess node)
    {
        Talk[] talks =
        [
            await stage.BeginAsync("openai-realtime", node), await stage.BeginAsync("gemini-live", node),
            await stage.BeginAsync("elevenlabs", node),
        ];
        await Task.WhenAll(talks.Select(static talk => talk.TurnsAsync(1)));
        await Task.WhenAll(talks.Select(static talk => talk.SilenceAsync()));
        return talks;
    }

    // The tenant's calls, one after the other, for as long as there is somebody who answers.
    private static async Task<(int Calls, TimeSpan Unready)> CallUntilGoneAsync(NodeStage stage, ServerProcess node, Talk talk)
    {
        var began = TimeProvider.System.GetTimestamp();
        var client = stage.ClientOf(node);
        var (calls, unready) = (0, TimeSpan.Zero);
        while (true)
        {
            try
            {
                var (ready, _) = await client.AskAsync(HttpMethod.Get, "health/ready");
                var (status, text) = await client.AskAsync(HttpMethod.Get, $"api/v1/sessions/{talk.Id}");
                Assert.True(status == 200, $"{status} {text}");
                unready = unready == TimeSpan.Zero && ready == 503 ? TimeProvider.System.GetElapsedTime(began) : unready;
                calls += 2;
            }
            catch (HttpRequestException)
            {
                // It listens no more: then it is about to be gone, not in the middle of something.
                await node.ExitAsync(TimeSpan.FromSeconds(10));
                Assert.True(unready > TimeSpan.Zero, "It was ready to the end.");
                return (calls, unready);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private static async Task AskAgainAsync(NodeStage stage, ServerProcess other, Talk talk)
    {
        var client = stage.ClientOf(other);
        talk.Watch(client);
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        var asked = talk.Ask();
        await talk.TurnsAsync(3);

        Assert.Equal(Answer, Assert.Single(talk.SpokenTo(asked)));
        Assert.Equal(2, talk.Conversations.Count);
        Assert.Contains("lighthouse", talk.Conversations[1].Memory, StringComparison.Ordinal);
        Assert.Equal(2, (await stage.RecordAsync(talk)).Epoch);
        var transcript = string.Join('\n', (await NodeStage.TranscriptAsync(client, talk)).Select(static segment => segment.Text));
        Assert.All(Said.In(talk.Shown), text => Assert.Contains(text, transcript, StringComparison.Ordinal));
    }

    private Task<NodeStage> StartAsync() => NodeStage.StartAsync(
        rtc, nodes.Redis, NodeEditions.Present(),
        ("openai-realtime", Scripts.Of(Answer)), ("gemini-live", Scripts.Of(Answer)), ("elevenlabs", Scripts.Of(Answer)));
}
