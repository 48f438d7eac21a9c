using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <content>Sessions that are in on one node and go on on another.</content>
public sealed partial class RedisAdmissionTests
{
    [Fact]
    public async Task Readmit_WhileTheOldLeaseLives_TakesThePlaceAndTheOldNodeForgetsIt()
    {
        var (one, two) = (Node(), Node());
        var ticket = await TakeAsync(one, Request("t", "a", 1, atOnce: 1, id: "same"));
        await two.ReadmitAsync(Request("t", "a", 1, id: "same"), Cancellation);
        Assert.Equal(1, one.Figures.Sessions);
        await one.RenewAsync(Cancellation);

        Assert.Equal((0, 1), (one.Figures.Sessions, two.Figures.Sessions));
        one.Release("same");
        ticket.Dispose();
        await one.FlushAsync(Cancellation);
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(one, Request("t", atOnce: 1)));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(one, Request("t", "a", 1)));
        two.Release("same");
        await two.FlushAsync(Cancellation);
        await TakeAsync(one, Request("t", "a", 1, atOnce: 1));
    }

    [Fact]
    public async Task Release_ByTheNodeThatHadItBeforeItsRenewal_GivesNothingBack()
    {
        var (one, two) = (Node(), Node());
        var ticket = await TakeAsync(one, Request("t", "a", 1, id: "same"));
        await two.ReadmitAsync(Request("t", "a", 1, id: "same"), Cancellation);
        ticket.Dispose();
        await one.FlushAsync(Cancellation);

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(one, Request("t", "a", 1)));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(one, Request("t", atOnce: 1)));
    }

    [Fact]
    public async Task Release_ByWhoTookOverBeforeTheOldNodeKnows_StaysGivenBack()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", "a", 1, atOnce: 1, id: "same"));
        await two.ReadmitAsync(Request("t", "a", 1, id: "same"), Cancellation);
        two.Release("same");
        await two.FlushAsync(Cancellation);
        await LeasesPassAsync(1.5);
        await one.RenewAsync(Cancellation);

        Assert.Equal(0, one.Figures.Sessions);
        await TakeAsync(two, Request("t", "a", 1, atOnce: 1));
    }

    [Fact]
    public async Task Readmit_ThereAndBack_BelongsToWhoCameLast()
    {
        var (one, two) = (Node(), Node());
        var ticket = await TakeAsync(one, Request("t", atOnce: 1, id: "same"));
        await two.ReadmitAsync(Request("t", id: "same") with { Epoch = 1 }, Cancellation);
        await one.ReadmitAsync(Request("t", id: "same") with { Epoch = 2 }, Cancellation);
        ticket.Dispose();
        two.Release("same");
        await Task.WhenAll(one.FlushAsync(Cancellation), two.FlushAsync(Cancellation));
        await one.RenewAsync(Cancellation);

        Assert.Equal((1, 0), (one.Figures.Sessions, two.Figures.Sessions));
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(two, Request("t", atOnce: 1)));
        one.Release("same");
        await one.FlushAsync(Cancellation);
        await TakeAsync(two, Request("t", atOnce: 1));
    }

    [Fact]
    public async Task Readmit_ByAnEarlierEpochThatComesLate_LeavesThePlaceAlone()
    {
        var (late, later) = (Node(), Node());
        await later.ReadmitAsync(Request("t", id: "same") with { Epoch = 3 }, Cancellation);
        await late.ReadmitAsync(Request("t", id: "same") with { Epoch = 2 }, Cancellation);
        await later.RenewAsync(Cancellation);

        Assert.Equal((0, 1), (late.Figures.Sessions, later.Figures.Sessions));
    }

    [Fact]
    public async Task Readmit_ByWhoLostTheSameEpoch_IsHealedByTheNextRenewal()
    {
        var (winner, loser) = (Node(), Node());
        await winner.ReadmitAsync(Request("t", id: "same") with { Epoch = 2 }, Cancellation);
        await loser.ReadmitAsync(Request("t", id: "same") with { Epoch = 2 }, Cancellation);
        loser.Release("same");
        await loser.FlushAsync(Cancellation);
        await winner.RenewAsync(Cancellation);

        Assert.Equal(1, winner.Figures.Sessions);
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(loser, Request("t", atOnce: 1)));
    }

    [Fact]
    public async Task Readmit_RedisAway_CountsHereAndTakesThePlaceWithTheNextRenewal()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = TimeSpan.FromSeconds(1) });
        var (one, two) = (Node(place), Node(place));
        await TakeAsync(one, Request("t", atOnce: 1, id: "same"));
        await server.KillAsync();
        await two.ReadmitAsync(Request("t", id: "same"), Cancellation);
        Assert.Equal(1, two.Figures.Sessions);

        await server.StartAgainAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await two.RenewAsync(Cancellation);
            await one.RenewAsync(Cancellation);
            return one.Figures.Sessions == 0;
        });
        Assert.Equal(1, two.Figures.Sessions);
        Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(one, Request("t", atOnce: 1)));
    }

    [Fact]
    public async Task Release_OfAPlaceThatCouldNotBeTakenOverYet_FreesIt()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = TimeSpan.FromSeconds(1) });
        var (one, two) = (Node(place), Node(place));
        await TakeAsync(one, Request("t", atOnce: 1, id: "same"));
        await server.KillAsync();
        await two.ReadmitAsync(Request("t", id: "same"), Cancellation);
        await server.StartAgainAsync();
        await Eventually.HoldsAsync(async () => await RefusedAsync(two, Request("t", atOnce: 1)) == RefusalKind.QuotaReached);
        two.Release("same");
        await two.FlushAsync(Cancellation);
        await one.RenewAsync(Cancellation);

        Assert.Equal(0, one.Figures.Sessions);
        await TakeAsync(two, Request("t", atOnce: 1));
    }

    [Fact]
    public async Task Places_SessionsMovingAtRandom_AreCountedExactly()
    {
        var random = new Random(7);
        SharedAdmission[] nodes = [Node(), Node(), Node()];
        Dictionary<string, (int Node, long Epoch)> inside = [];
        for (var step = 0; step < 600; step++)
        {
            await DoAnythingAsync(random, nodes, inside);
            if (step % 3 == 0)
            {
                await nodes[random.Next(nodes.Length)].RenewAsync(Cancellation);
            }

            // One more than there are comes in, and not when there is one less room.
            var looking = nodes[random.Next(nodes.Length)];
            Assert.Equal(RefusalKind.QuotaReached, await RefusedAsync(looking, Request("t", atOnce: inside.Count)));
            using var one = await TakeAsync(looking, Request("t", "a", inside.Count + 1, atOnce: inside.Count + 1));
            Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(looking, Request("t", "a", inside.Count + 1)));
            one.Dispose();
            await looking.FlushAsync(Cancellation);
        }

        foreach (var node in nodes)
        {
            await node.RenewAsync(Cancellation);
        }

        Assert.Equal(
            Enumerable.Range(0, nodes.Length).Select(node => inside.Values.Count(session => session.Node == node)),
            nodes.Select(node => node.Figures.Sessions));
    }

    private async Task DoAnythingAsync(Random random, SharedAdmission[] nodes, Dictionary<string, (int Node, long Epoch)> inside)
    {
        var node = random.Next(nodes.Length);
        var any = inside.Count == 0 ? null : inside.Keys.ElementAt(random.Next(inside.Count));
        switch (random.Next(3))
        {
            case 0 when any is not null:
                // Wherever it was before, too, and in whichever order.
                var host = inside[any].Node;
                inside.Remove(any);
                nodes[node].Release(any);
                nodes[host].Release(any);
                await Task.WhenAll(nodes[host].FlushAsync(Cancellation), nodes[node].FlushAsync(Cancellation));
                break;
            case 1 when any is not null:
                inside[any] = (node, inside[any].Epoch + 1);
                await nodes[node].ReadmitAsync(Request("t", "a", 1, id: any) with { Epoch = inside[any].Epoch }, Cancellation);
                break;
            default:
                var id = $"session-{_ids++}";
                inside[id] = (node, 0);
                await TakeAsync(nodes[node], Request("t", "a", 1_000, id: id, atOnce: 1_000));
                break;
        }
    }
}
