using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>A node is killed while its agents speak.</summary>
public sealed class NodeKillTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongAnswer = TimeSpan.FromSeconds(14);

    [Fact]
    public Task Sessions_OfAKilledNode_GoOnInAnother_WhoseOwnAreUntouched() => RepeatedRuns.RunAsync(async runs =>
    {
        await using var stage = await NodeStage.StartAsync(
            rtc, nodes.Redis, NodeEditions.Present(),
            ("openai-realtime", Scripts.Of(Answer)), ("gemini-live", Scripts.Of(Answer)), ("elevenlabs", Scripts.Of(LongAnswer)));
        // In a cluster a session begins where there is most room: on the node that is there, then on the one that has none yet.
        var dying = (await stage.ServeAsync(1))[0];
        Talk[] talks = [await stage.BeginAsync("openai-realtime", dying), await stage.BeginAsync("gemini-live", dying)];
        var other = (await stage.ServeAsync(1))[0];
        var bystander = await stage.BeginAsync("elevenlabs", other);
        await Task.WhenAll(talks.Append(bystander).Select(talk => talk.TurnsAsync(1)));
        await bystander.SilenceAsync();
        var bystandersQuestion = bystander.Ask();
        await Task.WhenAll(talks.Select(talk => talk.HearAsync(talk.Ask(), TimeSpan.FromSeconds(1.5))));

        await dying.KillAsync();
        var killedAt = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(talks.Select(talk => talk.Watching));
        await Task.WhenAll(talks.Select(talk => GoOnAsync(stage, other, talk, killedAt, runs)));

        await bystander.TurnsAsync(2);
        var untouched = Assert.Single(bystander.Heard(bystandersQuestion));
        Assert.Equal(LongAnswer, Assert.Single(bystander.SpokenTo(bystandersQuestion)));
        Assert.Equal(LongAnswer.TotalSeconds, untouched.Sound.TotalSeconds, 0.5);
        runs.Add("session on the surviving node, longest gap in what was heard of its agent, ms", untouched.Gap.TotalMilliseconds);
        await RestartAsync(stage, talks);
    });

    private static async Task GoOnAsync(NodeStage stage, ServerProcess other, Talk talk, long killedAt, RepeatedRuns runs)
    {
        var (before, told) = (talk.Shown, Said.In(talk.Shown));
        await stage.TakeUpAsync(other, [talk]);
        var client = stage.ClientOf(other);
        talk.Watch(client);
        var back = await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        var asked = talk.Ask();
        var spoken = await talk.AvatarAsync(asked, static record => record is { Direction: LiteDirection.Received, Type: "agent.speak" });
        var heard = await talk.HearAsync(spoken.Timestamp, TimeSpan.FromMilliseconds(100));
        await talk.TurnsAsync(before.Count(static one => one.Type == "turn.ended") + 1);

        runs.Add($"{talk.Connector}, kill -9: s until the agent was back", Seconds(killedAt, back.At));
        runs.Add($"{talk.Connector}, kill -9: s until the avatar got audio, asked then", Seconds(killedAt, spoken.Timestamp));
        runs.Add($"{talk.Connector}, kill -9: s until the user heard it", Seconds(killedAt, heard));
        Figures.Report($"{talk.Connector}: in the room {talk.Movements(killedAt)}; page told of reconnecting: "
            + string.Join(", ", talk.Reconnecting(killedAt)));
        Assert.Equal(Answer, Assert.Single(talk.SpokenTo(asked)));
        Assert.Contains("+agent", talk.Movements(killedAt), StringComparison.Ordinal);
        Assert.Equal(2, talk.Avatar.Log.Records.Count(static record => record.Type == "socket.opened"));
        Assert.Equal(2, talk.Conversations.Count);
        Assert.Contains(true, talk.Reconnecting(killedAt));
        Assert.False(talk.Reconnecting(killedAt)[^1]);
        var transcript = string.Join('\n', (await NodeStage.TranscriptAsync(client, talk)).Select(static segment => segment.Text));
        Assert.All(told, text => Assert.Contains(text, transcript, StringComparison.Ordinal));
        Assert.Equal(2, (await stage.RecordAsync(talk)).Epoch);
    }

    // A node that comes back finds sessions that were its own, and others: it leaves alone what another one holds.
    private static async Task RestartAsync(NodeStage stage, IReadOnlyList<Talk> talks)
    {
        var holders = await Task.WhenAll(talks.Select(stage.RecordAsync));
        await stage.ServeAsync(1);
        await Task.WhenAll(talks.Select(async talk =>
        {
            var asked = talk.Ask();
            await talk.TurnsAsync(talk.Shown.Count(static told => told.Type == "turn.ended") + 1);
            Assert.Equal(Answer, Assert.Single(talk.SpokenTo(asked)));
        }));
        var after = await Task.WhenAll(talks.Select(stage.RecordAsync));

        Assert.Equal(holders.Select(static record => record.Holder), after.Select(static record => record.Holder));
        Assert.Equal(holders.Select(static record => record.Epoch), after.Select(static record => record.Epoch));
        Assert.All(talks, static talk => Assert.Equal(2, talk.Conversations.Count));
    }

    private static double Seconds(long from, long to) => TimeProvider.System.GetElapsedTime(from, to).TotalSeconds;
}
