using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>A node stands still while its agent speaks (SIGSTOP), and wakes up when another one has its sessions.</summary>
public sealed class NodeHangTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The longer one lets libwebrtc's signalling time out: when it wakes up it joins again by itself and puts the successor out.
    [Theory]
    [InlineData("OpensBeside", 18)]
    [InlineData("ClosesOlder", 38, Traits = ["Length", "Long"])]
    public Task Node_ThatWakesUpAfterItsSessionsWereTakenUp_NeitherSpeaksNorWrites(string second, int seconds) =>
        RepeatedRuns.RunAsync(async runs =>
        {
            await using var stage = await NodeStage.StartAsync(
                rtc, nodes.Redis, NodeEditions.Present(), ("openai-realtime", Scripts.Of(Answer)), ("gemini-live", Scripts.Of(Answer)));
            stage.StandIns.LiveAvatar.Switches.SecondSocket = Enum.Parse<SecondSocket>(second);
            var hanging = (await stage.ServeAsync(1))[0];
            Talk[] talks = [await stage.BeginAsync("openai-realtime", hanging), await stage.BeginAsync("gemini-live", hanging)];
            var other = (await stage.ServeAsync(1))[0];
            await Task.WhenAll(talks.Select(static talk => talk.TurnsAsync(1)));
            await Task.WhenAll(talks.Select(static talk => talk.HearAsync(talk.Ask(), TimeSpan.FromSeconds(1))));

            await hanging.StandStillAsync();
            var stoodAt = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(talks.Select(talk => GoOnAsync(stage, other, talk, stoodAt, runs)));
            var before = await Task.WhenAll(talks.Select(talk => SnapshotAsync(stage, other, talk)));

            var left = TimeSpan.FromSeconds(seconds) - TimeProvider.System.GetElapsedTime(stoodAt);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, Cancellation);
            await hanging.GoOnAsync();
            var wokeAt = TimeProvider.System.GetTimestamp();
            var wakened = stage.ClientOf(hanging);
            Assert.Equal(200, (await wakened.AskAsync(HttpMethod.Get, "health/live")).Status);

            // What it does wrong it does in its first moments; a question that falls into them may get lost.
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Cancellation);
            await Task.WhenAll(talks.Select(talk => AskAsync(talk, 1)));
            await Task.WhenAll(talks.Select(talk => AskAsync(talk, 2)));

            foreach (var (talk, was) in talks.Zip(before))
            {
                await AssertOnlyTheOtherActedAsync(stage, other, talk, was, wokeAt, runs);
            }
        });

    private static async Task GoOnAsync(NodeStage stage, ServerProcess other, Talk talk, long stoodAt, RepeatedRuns runs)
    {
        await stage.TakeUpAsync(other, [talk]);
        talk.Watch(stage.ClientOf(other));
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        var asked = talk.Ask();
        var spoken = await talk.AvatarAsync(asked, static record => record is { Direction: LiteDirection.Received, Type: "agent.speak" });
        var silence = TimeProvider.System.GetElapsedTime(stoodAt, spoken.Timestamp);
        runs.Add($"{talk.Connector}, SIGSTOP: s until the avatar got audio", silence.TotalSeconds);
        await talk.HearAsync(spoken.Timestamp, Answer / 2);
        await talk.SilenceAsync();
    }

    // Two more answers, whole and once each.
    private static async Task AskAsync(Talk talk, int number)
    {
        var ended = talk.Shown.Count(static told => told.Type == "turn.ended");
        var asked = talk.Ask();
        await talk.TurnsAsync(ended + 1);
        await talk.SilenceAsync();
        Assert.Equal(Answer, Assert.Single(talk.SpokenTo(asked)));

        // On a busy machine the listener's jitter buffer leaves out some of it.
        Assert.Equal(Answer.TotalSeconds, Assert.Single(talk.Heard(asked)).Sound.TotalSeconds, 0.6);
        Figures.Report($"{talk.Connector}: answer {number} after the other node woke up was heard once and whole");
    }

    private static async Task<Snapshot> SnapshotAsync(NodeStage stage, ServerProcess other, Talk talk)
    {
        var record = await stage.RecordAsync(talk);
        var events = await stage.ClientOf(other).WatchAsync(
            talk.Id, 0, (_, data) => data.TryGetProperty("sequence", out var at) && at.GetInt64() >= talk.Shown[^1].Id);
        var places = events.Where(static told => told.Type != "resync").Select(static told => $"{told.Id} {told.Type}");
        return new(record.Holder, record.Epoch, [.. places], talk.Conversations[0].Audio.Length);
    }

    private static async Task AssertOnlyTheOtherActedAsync(
        NodeStage stage, ServerProcess other, Talk talk, Snapshot was, long wokeAt, RepeatedRuns runs)
    {
        var now = await SnapshotAsync(stage, other, talk);
        var heardMore = (now.HeardByFirst - was.HeardByFirst) / 2;
        runs.Add($"{talk.Connector}, woken node: samples of the user that its agent still got", heardMore);
        Assert.Equal((was.Holder, was.Epoch), (now.Holder, now.Epoch));
        Assert.Equal(was.Events, now.Events.Take(was.Events.Count));
        Assert.DoesNotContain(
            talk.Avatar.Log.Records,
            record => record.Timestamp >= wokeAt && record.IsOvertaken && record.Direction != LiteDirection.Sent
                && !record.Type.StartsWith("socket.", StringComparison.Ordinal));
        var movements = talk.Movements(wokeAt);
        Figures.Report($"{talk.Connector}, in the room after the waking: {(movements.Length == 0 ? "nobody came or went" : movements)}");
        Assert.True(movements.Length == 0 || movements.EndsWith("+agent", StringComparison.Ordinal), movements);
        Assert.Equal(2, talk.Avatar.Log.Records.Count(static record => record.Type == "socket.opened"));
        Assert.Equal(2, talk.Conversations.Count);
        Assert.True(talk.Avatar.IsActive);
        Assert.Equal(0, stage.StandIns.Stops);
    }

    private sealed record Snapshot(string? Holder, long Epoch, IReadOnlyList<string> Events, int HeardByFirst);
}
