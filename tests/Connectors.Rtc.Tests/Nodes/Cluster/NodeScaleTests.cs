using System.Text.Json;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes.Cluster;

/// <summary>A node comes to one that is fuller, and goes again, while agents speak.</summary>
public sealed class NodeScaleTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongAnswer = TimeSpan.FromSeconds(20);

    [Fact]
    public Task Sessions_BegunAfterANodeCame_AreThere_AndThoseOfTheFullerOneAreNotDisturbed() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var stage = await NodeStage.StartAsync(
            rtc, nodes.Redis, new ClusterNodes(),
            ("openai-realtime", Scripts.Of(LongAnswer)), ("gemini-live", Scripts.Of(LongAnswer)), ("elevenlabs", Scripts.Of(Answer)));
        var old = (await stage.ServeAsync(1, ("SessionsAtOnce", "5")))[0];
        Talk[] staying = [await stage.BeginAsync("openai-realtime", old), await stage.BeginAsync("gemini-live", old)];
        await Task.WhenAll(staying.Select(static talk => talk.TurnsAsync(1)));
        await Task.WhenAll(staying.Select(static talk => talk.SilenceAsync()));
        var before = await Task.WhenAll(staying.Select(stage.RecordAsync));

        // Out: it has three places left, the new one has six.
        var asked = staying.Select(static talk => talk.Ask()).ToArray();
        var cameAt = TimeProvider.System.GetTimestamp();
        var fresh = (await stage.ServeAsync(1, ("SessionsAtOnce", "6"), ("DrainLimitSeconds", "2")))[0];
        runs.Add("s until the new node answered", TimeProvider.System.GetElapsedTime(cameAt).TotalSeconds);
        var moving = await stage.BeginAsync("elevenlabs", old);
        string[] begun = [moving.Id, await BeginAsync(stage, old), await BeginAsync(stage, fresh)];
        var holders = await HoldersAsync(stage, begun);
        Figures.Report($"of {begun.Length} new sessions, on the new node: {holders.Count(holder => holder != before[0].Holder)}");
        Assert.All(holders, holder => Assert.NotEqual(before[0].Holder, holder));
        await moving.TurnsAsync(1);
        await AssertUndisturbedAsync(stage, staying, asked, before, "a node came", runs);

        // In: the one that came is told to stop.
        await moving.SilenceAsync();
        asked = [.. staying.Select(static talk => talk.Ask())];
        await Task.WhenAll(staying.Zip(asked, static (talk, at) => talk.HearAsync(at, TimeSpan.FromSeconds(0.5))));
        await fresh.AskToStopAsync();
        var stoppedAt = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await fresh.ExitAsync(TimeSpan.FromSeconds(60)));
        runs.Add("s until the node that was told to stop was gone", TimeProvider.System.GetElapsedTime(stoppedAt).TotalSeconds);
        Assert.All(await HoldersAsync(stage, begun), holder => Assert.Equal(before[0].Holder, holder));
        await AssertGoesOnAsync(stage, old, moving);
        await AssertUndisturbedAsync(stage, staying, asked, before, "a node went", runs);
        Assert.Equal(0, stage.StandIns.Stops);
    });

    private static async Task<string> BeginAsync(NodeStage stage, ServerProcess node)
    {
        var (status, text) = await stage.TryBeginAsync("elevenlabs", node);
        Assert.True(status == 201, $"{status} {text}");
        return JsonElement.Parse(text).GetProperty("id").GetString()!;
    }

    private static async Task<string?[]> HoldersAsync(NodeStage stage, IEnumerable<string> sessions) => await Task.WhenAll(
        sessions.Select(async id => (await stage.Store.FindAsync(id, TestContext.Current.CancellationToken))!.Holder));

    private static async Task AssertGoesOnAsync(NodeStage stage, ServerProcess node, Talk talk)
    {
        talk.Watch(stage.ClientOf(node));
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        var asked = talk.Ask();
        await talk.TurnsAsync(2);
        var heard = Assert.Single(talk.Heard(asked));
        Figures.Report($"{talk.Connector}, on the node that stayed: heard {heard.Sound.TotalSeconds:0.00} s of {Answer.TotalSeconds} s");
        Assert.Equal(Answer.TotalSeconds, heard.Sound.TotalSeconds, 0.3);
    }

    private static async Task AssertUndisturbedAsync(
        NodeStage stage, Talk[] talks, long[] asked, Core.Sessions.SessionRecord[] before, string when, RepeatedRuns runs)
    {
        foreach (var (talk, at, was) in talks.Zip(asked, before))
        {
            await talk.HearAsync(at, LongAnswer - TimeSpan.FromSeconds(0.5));
            await talk.SilenceAsync();
            var heard = Assert.Single(talk.Heard(at));
            runs.Add($"{talk.Connector}, when {when}: s heard of its answer of {LongAnswer.TotalSeconds} s", heard.Sound.TotalSeconds);
            runs.Add($"{talk.Connector}, when {when}: longest gap in it, ms", heard.Gap.TotalMilliseconds);
            Assert.Equal(LongAnswer, Assert.Single(talk.SpokenTo(at)));
            Assert.Equal(LongAnswer.TotalSeconds, heard.Sound.TotalSeconds, 0.3);
            var now = await stage.RecordAsync(talk);
            Assert.Equal((was.Holder, was.Epoch), (now.Holder, now.Epoch));
            Assert.Single(talk.Conversations);
        }
    }
}
