using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>Node after node is replaced by one of the next version, and then by one of this version, while everybody talks.</summary>
public sealed class RollingDeployTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    // A session's record is written every 10 s.
    private static readonly TimeSpan Rewritten = TimeSpan.FromSeconds(13);

    [Fact]
    public Task Deploy_ToTheNextVersionAndBackWhile24SessionsTalk_LosesNoSessionAndNoTurn() => DeployAsync(
        static (_, redis) => RollingStage.StartAsync(new LightRooms(), redis), [10, 10, 4]);

    [Fact]
    public Task Deploy_ToTheNextVersionAndBackInRealRooms_LosesNoSessionAndNoTurn() => DeployAsync(
        static (rtc, redis) => RollingStage.StartAsync(new RealRooms(rtc), redis), [2, 2, 1]);

    private async Task DeployAsync(Func<RtcFixture, RedisServer, Task<RollingStage>> start, int[] counts)
    {
        await using var stage = await start(rtc, nodes.Redis);
        var old = new[] { await stage.StartNodeAsync(isNext: false), await stage.StartNodeAsync(isNext: false) };
        await BeginAsync(stage, counts);
        var begun = TimeProvider.System.GetTimestamp();

        var next = new[] { await ReplaceAsync(stage, old[0], isNext: true), null! };
        await AssertAskedAsync(stage, next[0], isMixed: true);
        next[1] = await ReplaceAsync(stage, old[1], isNext: true);
        await AssertAskedAsync(stage, next[1], isMixed: false);
        await AssertKeptAsync(stage, "of the next version");
        foreach (var node in next)
        {
            await ReplaceAsync(stage, node, isNext: false);
        }

        await Task.Delay(Rewritten, TimeProvider.System, TestContext.Current.CancellationToken);
        await AssertKeptAsync(stage, "of this version again");
        await Task.WhenAll(stage.Talks.Select(static talk => talk.FinishAsync()));
        Figures.Report($"{TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s, 4 nodes replaced");
        await AssertNothingLostAsync(stage);
    }

    private static async Task BeginAsync(RollingStage stage, int[] counts)
    {
        string[] connectors = ["openai-realtime", "gemini-live", "elevenlabs"];
        foreach (var connector in connectors.Zip(counts).SelectMany(static pair => Enumerable.Repeat(pair.First, pair.Second)))
        {
            await stage.BeginAsync(connector);
        }
    }

    private static async Task<ServerProcess> ReplaceAsync(RollingStage stage, ServerProcess node, bool isNext)
    {
        var fresh = await stage.StartNodeAsync(isNext);
        var begun = TimeProvider.System.GetTimestamp();
        await stage.StopNodeAsync(node);
        Figures.Report($"a node was emptied in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");
        return fresh;
    }

    // Nodes of the version before don't know the question; whoever asks it is told so, at once, and goes on without.
    private static async Task AssertAskedAsync(RollingStage stage, ServerProcess next, bool isMixed)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var answers = await stage.AccentsAsync(next);
        Figures.Report("asked what only the next version knows: "
            + string.Join(", ", answers.GroupBy(static answer => answer).Select(static group => $"{group.Count()} × {group.Key}"))
            + $" (within {TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:0} ms)");
        Assert.Contains("next", answers);
        Assert.Equal(isMixed, answers.Any(static answer => answer != "next"));
    }

    private static async Task AssertKeptAsync(RollingStage stage, string when)
    {
        var records = await Task.WhenAll(stage.Talks.Select(stage.RecordAsync));
        var accents = records.Select(static record => record.Plan?.Newer?.TryGetValue("accent", out var accent) == true
            ? accent.GetString() : null).ToList();
        var keys = await stage.AccentKeysAsync();
        Figures.Report($"all nodes {when}: {accents.Count(static accent => accent is not null)} of {records.Length} records have the "
            + $"added member, {keys.Count} sessions are in the added key");
        Assert.All(accents, static accent => Assert.NotNull(accent));
        Assert.Equal(stage.Talks.Select(static talk => talk.Id).Order(), keys.Order());
    }

    private static async Task AssertNothingLostAsync(RollingStage stage)
    {
        var talks = stage.Talks;
        var turns = talks.SelectMany(static talk => talk.Turns).ToList();
        var gaps = turns.Select(static turn => turn.Gap).OfType<TimeSpan>().Order().ToList();
        await Task.WhenAll(talks.Select(static talk => talk.ShownAsync(talk.Turns.Count + 1)));
        var records = await Task.WhenAll(talks.Select(stage.RecordAsync));
        Figures.Report($"{talks.Count} sessions, moved {records.Sum(static record => record.Epoch - 1)} times, questions asked "
            + $"{turns.Count}, answers heard {gaps.Count}, utterances spoken {talks.Sum(static talk => talk.Spoken.Count)}, heard to their "
            + $"end {talks.Sum(static talk => talk.HeardOut)}, from question to answer median {gaps[gaps.Count / 2].TotalSeconds:0.0} s, "
            + $"longest {gaps[^1].TotalSeconds:0.0} s");
        var wrong = talks.Zip(records).SelectMany(static pair => RollingCheck.Wrong(pair.First, pair.Second)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(records, static record => Assert.Equal(SessionState.Live, record.State));
    }
}
