using Connectors.Rtc.Tests.Support;
using Connectors.Server.Hosting;

namespace Connectors.Rtc.Tests.Nodes.Cluster;

/// <summary>The native library of a node fails while its agents speak: no room can be joined in that process any more.</summary>
public sealed class NodePanicTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(6);

    // 15 s after it was provoked; asked so, the agents speak when it comes.
    private static readonly TimeSpan BeforePanic = TimeSpan.FromSeconds(12);

    [Fact]
    public Task Node_WhoseLibraryPanics_HandsItsSessionsOverAndGoes() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var stage = await NodeStage.StartAsync(
            rtc, nodes.Redis, new ClusterNodes(),
            ("openai-realtime", Scripts.Of(Answer)), ("gemini-live", Scripts.Of(Answer)), ("elevenlabs", Scripts.Of(Answer)));
        var failing = (await stage.ServeAsync(1, ("SessionsAtOnce", "3")))[0];
        NumberedTurns[] all =
        [
            await BeginAsync(stage, "openai-realtime", failing), await BeginAsync(stage, "gemini-live", failing),
            await BeginAsync(stage, "elevenlabs", failing),
        ];
        var other = (await stage.ServeAsync(1))[0];

        await Panic.ProvokeAsync(failing, rtc);
        await Task.Delay(BeforePanic, TimeProvider.System, TestContext.Current.CancellationToken);
        await Task.WhenAll(all.Select(static turns => turns.Talk.HearAsync(turns.Ask(), TimeSpan.FromSeconds(0.5))));
        var lost = await Task.WhenAll(all.Select(static turns => turns.Talk.ShownAsync(
            1, static told => told.Type == "session.reconnecting" && told.Data.GetProperty("part").GetString() == "room")));
        var panicAt = lost.Min(static told => told.At);
        await Task.WhenAll(all.Select(turns => IsBackAsync(stage, other, turns, panicAt, runs)));
        var code = await failing.ExitAsync(TimeSpan.FromSeconds(60));
        runs.Add("panic: s until the process was gone", TimeProvider.System.GetElapsedTime(panicAt).TotalSeconds);
        Assert.Equal(LibraryFailureStop.ExitCode, code);

        await Task.WhenAll(all.Select(static turns => turns.Talk.SilenceAsync()));
        await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
        foreach (var turns in all)
        {
            turns.AssertSpokenByOneAtATime(panicAt);
            Assert.Equal(2, (await stage.RecordAsync(turns.Talk)).Epoch);
            Assert.Equal(2, turns.Speakers);
            Assert.Equal(2, turns.Talk.Avatar.Log.Records.Count(static record => record.Type == "socket.opened"));
            Assert.True(turns.Talk.Avatar.IsActive);
        }

        Assert.Equal(0, stage.StandIns.Stops);
    });

    private static async Task<NumberedTurns> BeginAsync(NodeStage stage, string connector, ServerProcess node)
    {
        var talk = await stage.BeginAsync(connector, node);
        await talk.TurnsAsync(1);
        await talk.SilenceAsync();
        return new(talk, Answer);
    }

    private static async Task IsBackAsync(NodeStage stage, ServerProcess node, NumberedTurns turns, long panicAt, RepeatedRuns runs)
    {
        var talk = turns.Talk;
        var opened = await talk.AvatarSocketAsync(panicAt);
        runs.Add(
            $"{talk.Connector}, panic: s until the other node had its avatar",
            TimeProvider.System.GetElapsedTime(panicAt, opened.Timestamp).TotalSeconds);
        talk.Watch(stage.ClientOf(node));
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        Figures.Report($"{talk.Connector}: in the room {talk.Movements(panicAt)}");
    }
}
