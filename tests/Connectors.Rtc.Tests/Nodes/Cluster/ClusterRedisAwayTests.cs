using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes.Cluster;

/// <summary>Redis is gone for a while, and with it the table that says which nodes there are.</summary>
public sealed class ClusterRedisAwayTests(RtcFixture rtc)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(30);

    // Silos look at their table every 5 s and say there every 5 s that they live: what they would conclude they have by then.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData("killed")]
    [InlineData("stopped")]
    public async Task Nodes_WhileRedisIsAway_GoOnWithTheirSessionsAndPutNobodyOut(string how)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await NodeStage.StartAsync(
            rtc, redis, new ClusterNodes(), ("openai-realtime", Scripts.Of(Answer)), ("gemini-live", Scripts.Of(Answer)));
        await stage.AllowSessionsAsync(3);
        var one = (await stage.ServeAsync(1))[0];
        var ofOne = await BeginAsync(stage, "openai-realtime", one);
        var other = (await stage.ServeAsync(1))[0];
        NumberedTurns[] all = [ofOne, await BeginAsync(stage, "gemini-live", other)];
        var before = await Task.WhenAll(all.Select(turns => stage.RecordAsync(turns.Talk)));
        Assert.NotEqual(before[0].Holder, before[1].Holder);

        await (how == "killed" ? redis.KillAsync() : redis.StandStillAsync());
        var awayAt = TimeProvider.System.GetTimestamp();
        var refusals = Task.WhenAll(RefuseAsync(stage, one, awayAt), RefuseAsync(stage, other, awayAt));
        await TalkAsync(all, awayAt, Away);
        await (how == "killed" ? redis.StartAgainAsync() : redis.GoOnAsync());
        Figures.Report($"Redis was away for {TimeProvider.System.GetElapsedTime(awayAt).TotalSeconds:0.0} s");
        var streams = all.Count(static turns => !turns.Talk.Watching.IsCompleted);
        Figures.Report($"event streams that lasted: {streams} of {all.Length}");
        Assert.Equal(all.Length, streams);
        Assert.All(await refusals, static answers => Assert.All(answers, static answer => Assert.Equal((503, true), answer)));
        await TalkAsync(all, TimeProvider.System.GetTimestamp(), Afterwards);

        await AssertNobodyWasPutOutAsync(stage, [one, other], all, before);
        await AssertNothingForgottenAsync(stage, [one, other], all);
    }

    private static async Task<NumberedTurns> BeginAsync(NodeStage stage, string connector, ServerProcess node)
    {
        var talk = await stage.BeginAsync(connector, node);
        await talk.TurnsAsync(1);
        await talk.SilenceAsync();
        return new(talk, Answer);
    }

    // Every answer is heard whole.
    private static async Task TalkAsync(NumberedTurns[] all, long since, TimeSpan duration)
    {
        var turns = 0;
        for (; TimeProvider.System.GetElapsedTime(since) < duration; turns++)
        {
            await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
        }

        Figures.Report($"turns of each session heard whole in {duration.TotalSeconds} s: {turns}");
    }

    // What it answers to a start, and whether it says when to come back.
    private static async Task<List<(int Status, bool Tells)>> RefuseAsync(NodeStage stage, ServerProcess node, long awayAt)
    {
        var client = stage.ClientOf(node);
        List<(int, bool)> answers = [];
        List<string> told = [];
        while (TimeProvider.System.GetElapsedTime(awayAt) < Away / 2)
        {
            var asked = TimeProvider.System.GetTimestamp();
            var (status, _) = await client.AskAsync(HttpMethod.Post, "api/v1/sessions", stage.StandIns.SessionOf("openai-realtime"));
            answers.Add((status, client.RetryAfter is not null));
            told.Add($"{status} after {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s");
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Figures.Report($"starts were answered with {string.Join(", ", told)}; Retry-After: {client.RetryAfter}");
        return answers;
    }

    private static async Task AssertNobodyWasPutOutAsync(
        NodeStage stage, ServerProcess[] nodes, NumberedTurns[] all, SessionRecord[] before)
    {
        foreach (var node in nodes)
        {
            var judged = node.Told.Where(static line => line.Contains("suspect", StringComparison.OrdinalIgnoreCase)
                || line.Contains("be Dead", StringComparison.Ordinal)).ToList();
            Figures.Report($"a node's words of nodes that are dead or suspected: {judged.Count} {string.Join(" | ", judged)}");
            Assert.False(node.HasExited);
            Assert.Empty(judged);
        }

        foreach (var (turns, was) in all.Zip(before))
        {
            var now = await stage.RecordAsync(turns.Talk);
            Assert.Equal((was.Holder, was.Epoch, SessionState.Live), (now.Holder, now.Epoch, now.State));
            Assert.True(now.UpdatedAt > was.UpdatedAt);
            Assert.Equal(1, turns.Speakers);
        }
    }

    // The places of two conversations are taken, as each node sees it, and one is left; what was shown is in the transcript.
    private static async Task AssertNothingForgottenAsync(NodeStage stage, ServerProcess[] nodes, NumberedTurns[] all)
    {
        List<int> starts = [];
        foreach (var node in nodes)
        {
            starts.Add((await stage.TryBeginAsync("openai-realtime", node)).Status);
        }

        Assert.Equal([201, 429], starts);
        foreach (var (turns, node) in all.Zip(nodes.Reverse()))
        {
            var client = stage.ClientOf(node);
            turns.Talk.Watch(client);
            await turns.Talk.StopAsync();
            var transcript = (await NodeStage.TranscriptAsync(client, turns.Talk)).Select(static segment => segment.Text).ToList();
            var said = Said.In(turns.Talk.Shown);
            Figures.Report($"{turns.Talk.Connector}: texts that a watcher was shown: {said.Count}, in the transcript: {transcript.Count}");
            Assert.All(said, text => Assert.Contains(text, transcript));
        }
    }
}
