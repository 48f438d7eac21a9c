using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Tenancy;

namespace Connectors.Grains.Tests;

public sealed class PlacementTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Starts_ThroughOneNode_GoWhereThereIsRoom()
    {
        await using var cluster = await Cluster.StartAsync(2, 20);

        for (var number = 0; number < 8; number++)
        {
            await cluster.TalkAsync(cluster.Nodes[0], $"s-{number}");
        }

        Assert.Equal((0, 8), (cluster.Nodes[0].Local.Running.Count, cluster.Nodes[1].Local.Running.Count));
    }

    [Fact(Timeout = 120_000)]
    public async Task Starts_WhileANodeIsCordoned_NeverLandThere()
    {
        await using var cluster = await Cluster.StartAsync(20, 5);
        await cluster.CordonAsync(cluster.Nodes[0]);

        for (var number = 0; number < 5; number++)
        {
            await cluster.TalkAsync(cluster.Nodes[number % 2], $"s-{number}");
        }

        var refused = await cluster.Nodes[0].Host.StartAsync(Cluster.Session("s-9"), Cancellation);
        Assert.Equal((0, 5), (cluster.Nodes[0].Local.Running.Count, cluster.Nodes[1].Local.Running.Count));
        Assert.Equal(SessionEndReasons.NoCapacity, refused.Failure?.Reason);
    }

    [Fact(Timeout = 120_000)]
    public async Task Starts_ThatMeetACordonOthersDoNotKnowOfYet_GoToWhoeverHasRoom()
    {
        await using var cluster = await Cluster.StartAsync(20, 5);
        await cluster.TalkAsync(cluster.Nodes[1], "s-0");
        cluster.Nodes[0].Admission.SetDraining(true);

        for (var number = 1; number < 5; number++)
        {
            await cluster.TalkAsync(cluster.Nodes[1], $"s-{number}");
        }

        Assert.Equal((1, 4), (cluster.Nodes[0].Local.Running.Count, cluster.Nodes[1].Local.Running.Count));
    }

    [Fact(Timeout = 120_000)]
    public async Task Session_ThatWentToAnotherNodeWhileItsOwnStays_IsFoundByBoth()
    {
        await using var cluster = await Cluster.StartAsync(20, 5);
        await cluster.TalkAsync(cluster.Nodes[1], "s-0");
        Assert.Equal(0, await cluster.Nodes[0].Get<SessionDrain>().DrainAsync(Cancellation));

        foreach (var node in cluster.Nodes)
        {
            var begin = TimeProvider.System.GetTimestamp();
            Assert.Equal(SessionState.Live, (await node.Host.FindAsync("s-0", Cancellation))?.State);
            var seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
            TestContext.Current.TestOutputHelper!.WriteLine($"found after {seconds:0.00} s");
        }

        Assert.Same(cluster.Nodes[1], cluster.Of("s-0"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Starts_50AtOnceThroughBothNodes_AreExactlyAsManyAsThereIsRoomFor()
    {
        await using var cluster = await Cluster.StartAsync(7, 9);

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => cluster.Nodes[number % 2].Host.StartAsync(Cluster.Session($"s-{number}"), Cancellation)));

        Assert.True(starts.Count(start => start.Access is not null) == 16, $"{starts.Count(s => s.Access is not null)}\n{cluster.Logs()}");
        Assert.All(starts.Where(start => start.Access is null), start => Assert.Equal(SessionEndReasons.NoCapacity, start.Failure?.Reason));
        Assert.Equal((7, 9), (cluster.Nodes[0].Local.Running.Count, cluster.Nodes[1].Local.Running.Count));
    }

    [Fact(Timeout = 120_000)]
    public async Task Quota_50StartsAtOnceThroughBothNodes_IsExactAndComesBackWithTheSessions()
    {
        await using var cluster = await Cluster.StartAsync(40, 40);

        var admitted = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => StartAsync(cluster.Nodes[number % 2], $"s-{number}")));

        Assert.Equal(10, admitted.Count(isIn => isIn));
        Assert.Equal(10, cluster.Nodes.Sum(node => node.Local.Running.Count));
        Assert.False(await StartAsync(cluster.Nodes[0], "one-more"));
        var ended = cluster.Nodes.SelectMany(node => node.Local.Running).Select(session => session.Id).ToList()[0];
        await cluster.Nodes[1].Host.StopAsync(ended, SessionEndReasons.StoppedByTenant, Cancellation);
        await Cluster.UntilAsync(() => StartAsync(cluster.Nodes[0], $"again-{Guid.NewGuid():N}"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Calls_ThroughEitherNode_ReachTheSessionWhereverItIs()
    {
        await using var cluster = await Cluster.StartAsync(5, 5);
        for (var number = 0; number < 4; number++)
        {
            await cluster.TalkAsync(cluster.Nodes[0], $"s-{number}");
        }

        Assert.All(cluster.Nodes, node => Assert.NotEmpty(node.Local.Running));
        foreach (var node in cluster.Nodes)
        {
            for (var number = 0; number < 4; number++)
            {
                var command = new RoomCommand.SpeakResponse(null, "Hello");
                Assert.Equal(CommandOutcome.Accepted, await node.Host.CommandAsync($"s-{number}", command, Cancellation));
                Assert.Equal(SessionState.Live, (await node.Host.FindAsync($"s-{number}", Cancellation))?.State);
            }
        }
    }

    private static async Task<bool> StartAsync(ClusterNode node, string id)
    {
        var quotas = new TenantQuotas { SessionsAtOnce = 10, StartsPerMinute = 10_000 };
        var ticket = await node.Admission.AdmitAsync(new(id, "tenant", quotas, null, TimeSpan.Zero), Cancellation);
        if (!ticket.IsDone)
        {
            return false;
        }

        // As the API does it: the place is the session's from its start on.
        Assert.NotNull((await node.Host.StartAsync(Cluster.Session(id), Cancellation)).Access);
        return true;
    }
}
