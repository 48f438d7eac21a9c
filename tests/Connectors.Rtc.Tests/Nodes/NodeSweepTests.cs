using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>Nodes of the single edition on one storage: nobody assigns anything.</summary>
public sealed class NodeSweepTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);

    // A sweep each 30 s, of what nobody held for 5 s, and as much again for a machine that has other things to do.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(70);

    [Fact]
    [Trait("Length", "Long")]
    public async Task Session_OfADeadNode_IsFoundByTheOthersSweep()
    {
        await using var stage = await NodeStage.StartAsync(
            rtc, nodes.Redis, new UnassignedNodes(), ("openai-realtime", Scripts.Of(Answer)));
        var both = await stage.ServeAsync(2);
        var talk = await stage.BeginAsync("openai-realtime", both[0]);
        await talk.TurnsAsync(1);

        await both[0].KillAsync();
        var killedAt = TimeProvider.System.GetTimestamp();
        await talk.AvatarSocketAsync(killedAt);
        var found = TimeProvider.System.GetElapsedTime(killedAt);
        talk.Watch(stage.ClientOf(both[1]));
        await talk.ShownAsync(1, NodeEvents.IsAgentBack);
        var asked = talk.Ask();
        await talk.TurnsAsync(2);

        Figures.Report($"found by the sweep {found.TotalSeconds:0.0} s after kill -9");
        Assert.True(found < Limit);
        Assert.Equal(Answer, Assert.Single(talk.SpokenTo(asked)));
        Assert.Equal(2, (await stage.RecordAsync(talk)).Epoch);
    }
}
