using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Grains.Tests;

public sealed class LifeAndDeathTests
{
    private const int Count = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Node_ThatIsStopped_HandsItsSessionsOverAndCallsGoOn()
    {
        await using var cluster = await Cluster.StartAsync(10, 10);
        await TalkAsync(cluster);
        var (leaving, staying) = (cluster.Nodes[0], cluster.Nodes[1]);
        var moving = Ids.Where(id => cluster.Of(id) == leaving).ToList();
        Assert.InRange(moving.Count, 1, Count - 1);
        var watching = Watch(staying, moving[0]);

        await leaving.StopAsync();

        Assert.All(Ids, id => Assert.Same(staying, cluster.Of(id)));
        foreach (var id in Ids)
        {
            var command = new RoomCommand.SpeakResponse(null, "Hello");
            Assert.Equal(CommandOutcome.Accepted, await staying.Host.CommandAsync(id, command, Cancellation));
            Assert.Equal(SessionEnd.For(SessionEndReasons.StoppedByTenant), await StopAsync(staying, id));
        }

        var seen = await watching.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        Assert.IsType<SessionEvent.Ended>(seen[^1].Event);
        Assert.Single(seen, entry => entry.Event is SessionEvent.Ended);
        Assert.Equal(seen.Select(entry => entry.Sequence).Distinct().Order(), seen.Select(entry => entry.Sequence));
        Assert.True(seen[^1].Sequence > 10_000_000);
    }

    [Fact(Timeout = 180_000)]
    public async Task Node_ThatIsLost_LosesNoSessionAndTouchesNoOther()
    {
        await using var cluster = await Cluster.StartAsync(10, 10, 10);
        await TalkAsync(cluster);
        var lost = cluster.Nodes[0];
        var orphans = Ids.Where(id => cluster.Of(id) == lost).ToList();
        Assert.InRange(orphans.Count, 1, Count - 1);
        var others = Ids.Except(orphans).ToDictionary(id => id, cluster.Of);
        var before = await cluster.ActivationsAsync(others.Keys);
        var watching = Watch(cluster.Nodes[1], orphans[0]);
        var begin = TimeProvider.System.GetTimestamp();

        await lost.DieAsync(cluster.Nodes[1]);
        foreach (var id in orphans)
        {
            await Cluster.UntilAsync(async () => Survivors(cluster, id) == 1 && await EpochAsync(cluster, id) == 2);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"taken up after {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0.0} s");
        foreach (var id in orphans)
        {
            Assert.Equal(SessionState.Live, (await cluster.Nodes[2].Host.FindAsync(id, Cancellation))?.State);
        }

        Assert.All(others, other => Assert.Same(other.Value, cluster.Of(other.Key)));
        Assert.Equal(before, await cluster.ActivationsAsync(others.Keys));
        await StopAsync(cluster.Nodes[2], orphans[0]);
        var seen = await watching.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        Assert.Equal(SessionEndReasons.StoppedByTenant, Assert.IsType<SessionEvent.Ended>(seen[^1].Event).End.Reason);
    }

    [Fact(Timeout = 180_000)]
    public async Task Call_RightAfterALoss_IsAnsweredByWhoeverHasTheSessionThen()
    {
        await using var cluster = await Cluster.StartAsync(10, 1);
        await cluster.TalkAsync(cluster.Nodes[1], "s-0");
        await cluster.Nodes[0].DieAsync(cluster.Nodes[1]);

        var command = new RoomCommand.SpeakResponse(null, "Hello");
        await Cluster.UntilAsync(
            async () => await cluster.Nodes[1].Host.CommandAsync("s-0", command, Cancellation) is { IsAccepted: true }
                && cluster.Nodes[1].Connector.Connections.Exists(static agent => agent.Calls.Contains("text:Hello")));

        Assert.Equal(1, Survivors(cluster, "s-0"));
    }

    [Fact(Timeout = 180_000)]
    public async Task Sessions_WhenTheOnlyNodeIsLost_AreTakenUpByTheNextOne()
    {
        await using var cluster = await Cluster.StartAsync(10, 10);
        await cluster.CordonAsync(cluster.Nodes[1]);
        await cluster.TalkAsync(cluster.Nodes[0], "s-0");
        await cluster.Nodes[0].DieAsync(cluster.Nodes[1]);
        await cluster.Nodes[1].StopAsync();

        var next = await cluster.AddAsync(10);

        await Cluster.UntilAsync(async () => (await next.Host.FindAsync("s-0", Cancellation))?.State == SessionState.Live);
        Assert.True(next.Local.Has("s-0"), cluster.Logs());
    }

    private static IEnumerable<string> Ids => Enumerable.Range(0, Count).Select(number => $"s-{number}");

    private static async Task TalkAsync(Cluster cluster)
    {
        foreach (var id in Ids)
        {
            await cluster.TalkAsync(cluster.Nodes[0], id);
            cluster.Agent(id).Tell(new AgentEvent.UserText("u", "Hello.", IsFinal: true));
        }
    }

    private static Task<List<SessionEventEntry>> Watch(ClusterNode through, string id) =>
        through.Host.WatchAsync(id, 0, Cancellation).ToListAsync(Cancellation).AsTask();

    private static Task<SessionEnd?> StopAsync(ClusterNode through, string id) =>
        through.Host.StopAsync(id, SessionEndReasons.StoppedByTenant, Cancellation);

    private static async Task<long?> EpochAsync(Cluster cluster, string id) =>
        (await cluster.Nodes[1].Get<ISessionStore>().FindAsync(id, Cancellation))?.Epoch;

    // What was lost runs on in this process, as a node does that hangs.
    private static int Survivors(Cluster cluster, string id) => cluster.Having(id).Count(node => node != cluster.Nodes[0]);
}
