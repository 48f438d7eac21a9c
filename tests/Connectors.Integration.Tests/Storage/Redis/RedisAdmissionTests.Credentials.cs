using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <content>Sessions that go on under another credential, as other nodes see them.</content>
public sealed partial class RedisAdmissionTests
{
    [Fact]
    public async Task ChangeCredential_IsSeenByOtherNodesAndStays()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", "first", 1, id: "same"));
        one.ChangeCredential("same", "second");
        await one.FlushAsync(Cancellation);
        await one.RenewAsync(Cancellation);

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(two, Request("t", "second", 1)));
        await TakeAsync(two, Request("t", "first", 1));
        one.Release("same");
        await one.FlushAsync(Cancellation);
        await TakeAsync(two, Request("t", "second", 1));
    }

    [Fact]
    public async Task ChangeCredential_SessionGoesToAnotherNode_TakesItAlong()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", "first", 1, id: "same"));
        one.ChangeCredential("same", "second");
        await one.FlushAsync(Cancellation);
        await two.ReadmitAsync(Request("t", "second", 1, id: "same") with { Epoch = 2 }, Cancellation);
        await one.RenewAsync(Cancellation);

        Assert.Equal((0, 1), (one.Figures.Sessions, two.Figures.Sessions));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(one, Request("t", "second", 1)));
        two.Release("same");
        await two.FlushAsync(Cancellation);
        await TakeAsync(one, Request("t", "second", 1));
        await TakeAsync(one, Request("t", "first", 1));
    }

    [Fact]
    public async Task ChangeCredential_ByANodeThatHasTheSessionNoMore_LeavesItsPlaceAlone()
    {
        var (one, two) = (Node(), Node());
        await TakeAsync(one, Request("t", "first", 1, id: "same"));
        await two.ReadmitAsync(Request("t", "first", 1, id: "same") with { Epoch = 2 }, Cancellation);
        one.ChangeCredential("same", "second");
        await one.FlushAsync(Cancellation);

        Assert.Equal((0, 1), (one.Figures.Sessions, two.Figures.Sessions));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(two, Request("t", "first", 1)));
        await TakeAsync(two, Request("t", "second", 1));
    }

    [Fact]
    public async Task ChangeCredential_RedisAway_CountsWithTheNextRenewal()
    {
        await using var server = await RedisServer.StartAsync();
        await using var place = new RedisPlace(server.Options with { CallLimit = TimeSpan.FromSeconds(1) });
        var (one, two) = (Node(place), Node(place));
        await TakeAsync(one, Request("t", "first", 1, id: "same"));
        await server.KillAsync();
        one.ChangeCredential("same", "second");
        await one.FlushAsync(Cancellation);

        await server.StartAgainAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await one.RenewAsync(Cancellation);
            return await RefusedOrDoneAsync(two) == RefusalKind.CredentialBusy;
        });
        using var freed = await TakeAsync(two, Request("t", "first", 1));
    }

    private async Task<RefusalKind?> RefusedOrDoneAsync(SharedAdmission node)
    {
        var answer = await node.AdmitAsync(Request("t", "second", 1), Cancellation);
        answer.Value?.Dispose();
        return answer.Refusal?.Kind;
    }
}
