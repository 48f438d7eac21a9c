using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Rtc.Tests.Nodes.Cluster;

/// <summary>Nodes don't reach each other any more, though all of them live.</summary>
public sealed class NodePartitionTests(RtcFixture rtc)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongAnswer = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Sessions_OfNodesThatCantReachEachOther_AreSpokenForByOne() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var redis = await RedisServer.StartAsync("--protected-mode", "no");
        await using var networks = await NodeNetworks.StartAsync();
        await using var stage = await StartAsync(redis, networks, Answer);
        var one = (await stage.ServeAsync(1))[0];
        NumberedTurns[] ofOne =
        [
            await BeginAsync(stage, "openai-realtime", one, Answer), await BeginAsync(stage, "gemini-live", one, Answer),
        ];
        var other = (await stage.ServeAsync(1))[0];
        NumberedTurns[] all = [.. ofOne, await BeginAsync(stage, "elevenlabs", other, Answer)];
        await AskAllAsync(all, TimeSpan.FromSeconds(1));
        var before = await Task.WhenAll(all.Select(turns => stage.RecordAsync(turns.Talk)));

        await networks.CutAsync(one.Network!, other.Network!);
        var cutAt = TimeProvider.System.GetTimestamp();
        Task<int>[] exits = [one.ExitAsync(Patience), other.ExitAsync(Patience)];
        var gone = await await Task.WhenAny(exits.Select((exit, at) => exit.ContinueWith(_ => at, TaskScheduler.Default)));
        runs.Add("nodes that don't reach each other: s until one gave up", Seconds(cutAt));
        var (dead, living) = gone == 0 ? (one, other) : (other, one);
        Figures.Report($"the {(gone == 0 ? "first" : "second")} node gave up with exit code {await exits[gone]}: {Why(dead)}");

        // In between, and until the network heals, whoever lives speaks for all sessions.
        var left = all.Where((_, at) => before[at].Holder == (gone == 0 ? before[0].Holder : before[2].Holder)).ToArray();
        await Task.WhenAll(left.Select(turns => IsBackAsync(stage, living, turns, cutAt, runs)));
        await Task.WhenAll(all.Select(static turns => turns.Talk.SilenceAsync()));
        await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
        Assert.False(living.HasExited);

        await networks.HealAsync();
        var fresh = (await stage.ServeAsync(1))[0];
        await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
        await AssertLivesAsync(stage, [living, fresh]);
        await AssertHeldAsync(stage, all, before, left, cutAt);
    });

    [Fact]
    public Task Sessions_OfANodeThatReachesOnlyRoomAndProvider_AreNeverSpokenForByItAndItsSuccessorAtOnce() =>
        RepeatedRuns.RunAsync(async runs =>
        {
            await using var redis = await RedisServer.StartAsync("--protected-mode", "no");
            await using var networks = await NodeNetworks.StartAsync();
            await using var stage = await StartAsync(redis, networks, LongAnswer);
            var lonely = (await stage.ServeAsync(1))[0];
            NumberedTurns[] all =
            [
                await BeginAsync(stage, "openai-realtime", lonely, LongAnswer), await BeginAsync(stage, "gemini-live", lonely, LongAnswer),
            ];
            var other = (await stage.ServeAsync(1))[0];
            var before = await Task.WhenAll(all.Select(turns => stage.RecordAsync(turns.Talk)));

            await networks.CutAsync(lonely.Network!, other.Network!);
            await networks.CutAsync(lonely.Network!, redis.Port);
            var cutAt = TimeProvider.System.GetTimestamp();
            // It can't be replaced before its lease is out, and goes on; its agents still speak when it is.
            await AskAllAsync(all, TimeSpan.FromSeconds(1));
            await Task.WhenAll(all.Select(turns => IsBackAsync(stage, other, turns, cutAt, runs)));
            await Task.WhenAll(all.Select(static turns => turns.Talk.SilenceAsync()));
            await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
            Figures.Report($"the node that was cut off, {Seconds(cutAt):0.0} s later: {(lonely.HasExited ? "gone" : "there")}");
            var (status, _) = await stage.TryBeginAsync("openai-realtime", lonely);
            Figures.Report($"a start by it was answered with {status}");
            Assert.Equal(503, status);

            await networks.HealAsync();
            var healedAt = TimeProvider.System.GetTimestamp();
            var code = await lonely.ExitAsync(Patience);
            runs.Add("node that was cut off: s from the healing until it gave up", Seconds(healedAt));
            Figures.Report($"it gave up with exit code {code}: {Why(lonely)}");
            var fresh = (await stage.ServeAsync(1))[0];
            await Task.WhenAll(all.Select(static turns => turns.AskAndHearAsync()));
            await AssertLivesAsync(stage, [other, fresh]);
            await AssertHeldAsync(stage, all, before, all, cutAt);
        });

    private static double Seconds(long from) => TimeProvider.System.GetElapsedTime(from).TotalSeconds;

    private static string Why(ServerProcess node) => node.Told.LastOrDefault(
        static line => line.Contains("dead", StringComparison.OrdinalIgnoreCase)) ?? "it said nothing of it";

    private static async Task<NumberedTurns> BeginAsync(NodeStage stage, string connector, ServerProcess node, TimeSpan answer)
    {
        var talk = await stage.BeginAsync(connector, node);
        await talk.TurnsAsync(1);
        await talk.SilenceAsync();
        return new(talk, answer);
    }

    private static Task<long[]> AskAllAsync(NumberedTurns[] all, TimeSpan much) =>
        Task.WhenAll(all.Select(turns => turns.Talk.HearAsync(turns.Ask(), much)));

    private static async Task IsBackAsync(NodeStage stage, ServerProcess node, NumberedTurns turns, long cutAt, RepeatedRuns runs)
    {
        var talk = turns.Talk;
        var opened = await talk.AvatarSocketAsync(cutAt);
        runs.Add($"{talk.Connector}: s from the cut until another node had its avatar", (opened.Timestamp - cutAt)
            / (double)TimeProvider.System.TimestampFrequency);
        talk.Watch(stage.ClientOf(node));
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
    }

    private static async Task AssertHeldAsync(
        NodeStage stage, NumberedTurns[] all, Core.Sessions.SessionRecord[] before, NumberedTurns[] moved, long cutAt)
    {
        foreach (var (turns, was) in all.Zip(before))
        {
            turns.AssertSpokenByOneAtATime(cutAt);
            var now = await stage.RecordAsync(turns.Talk);
            var hasMoved = moved.Contains(turns);
            Assert.Equal(hasMoved, now.Holder != was.Holder);
            Assert.Equal(was.Epoch + (hasMoved ? 1 : 0), now.Epoch);
            Assert.Equal(hasMoved ? 2 : 1, turns.Speakers);
            Assert.Equal(hasMoved ? 2 : 1, turns.Talk.Conversations.Count);
            Assert.True(turns.Talk.Avatar.IsActive);
            Assert.DoesNotContain(turns.Talk.Shown, static told => told.Type == "session.ended");
        }

        Assert.Equal(0, stage.StandIns.Stops);
    }

    // Every node answers for every session, and takes new ones.
    private static async Task AssertLivesAsync(NodeStage stage, ServerProcess[] nodes)
    {
        foreach (var node in nodes)
        {
            var client = stage.ClientOf(node);
            Assert.Equal(200, (await client.AskAsync(HttpMethod.Get, "health/ready")).Status);
            Assert.Equal(201, (await stage.TryBeginAsync("openai-realtime", node)).Status);
        }
    }

    private async Task<NodeStage> StartAsync(RedisServer redis, NodeNetworks networks, TimeSpan answer)
    {
        var stage = await NodeStage.StartAsync(
            rtc, redis, new ClusterNodes(networks),
            ("openai-realtime", Scripts.Of(answer)), ("gemini-live", Scripts.Of(answer)), ("elevenlabs", Scripts.Of(answer)));
        stage.StandIns.LiveAvatar.Switches.SecondSocket = SecondSocket.OpensBeside;
        return stage;
    }
}
