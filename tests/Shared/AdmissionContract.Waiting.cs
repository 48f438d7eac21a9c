using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;

namespace Connectors.Testing;

/// <content>Starts that wait for a credential.</content>
public abstract partial class AdmissionContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Admit_WaitersForACredential_AreServedInTheirOrder()
    {
        var admission = await OpenAsync(100);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        List<Task<Outcome<AdmissionTicket>>> waiting = [];
        for (var i = 1; i <= 3; i++)
        {
            waiting.Add(await WaitAsync(admission, Request("t", "a", 1, wait: 30), i));
        }

        foreach (var next in waiting)
        {
            Assert.False(next.IsCompleted);
            inside.Dispose();
            // Who doesn't wait must not overtake those who do.
            Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 1)));
            inside = (await next).Value!;
        }
    }

    [Fact]
    public async Task Admit_WaitIsOver_IsRefusedAndTheNextIsServed()
    {
        var admission = await OpenAsync(100);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        var early = await WaitAsync(admission, Request("t", "a", 1, wait: 5), 1);
        var late = await WaitAsync(admission, Request("t", "a", 1, wait: 30), 2);
        await LetPassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(RefusalKind.CredentialBusy, (await early).Refusal!.Kind);
        Assert.False(late.IsCompleted);
        inside.Dispose();

        Assert.True((await late).IsDone);
    }

    [Fact]
    public async Task Admit_WaiterGivesUp_TakesNothing()
    {
        var admission = await OpenAsync(100);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        using var giveUp = new CancellationTokenSource();
        var waiting = await WaitAsync(admission, Request("t", "a", 1, wait: 30), 1, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        inside.Dispose();

        Assert.Equal(new AdmissionFigures(0, 100, 0, false), admission.Figures);
    }

    [Fact]
    public async Task Admit_TenantFilledUpWhileAStartWaited_RefusesItByTheQuota()
    {
        var admission = await OpenAsync(100);
        var inside = await TakeAsync(admission, Request("t", "a", 1, atOnce: 2));
        var waiting = await WaitAsync(admission, Request("t", "a", 1, wait: 30, atOnce: 2), 1);
        await TakeAsync(admission, Request("t", atOnce: 2));
        await TakeAsync(admission, Request("t", atOnce: 3));
        inside.Dispose();

        Assert.Equal(RefusalKind.QuotaReached, (await waiting).Refusal!.Kind);
        Assert.Equal(2, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_TooManyWait_TheNextIsRefusedAtOnce()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "a", 1));
        List<Task<Outcome<AdmissionTicket>>> waiting = [];
        for (var i = 0; i < LocalAdmission.WaitersPerCredential; i++)
        {
            waiting.Add(await WaitAsync(admission, Request("t", "a", 1, wait: 30), i + 1));
        }

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 1, wait: 30)));
        await LetPassAsync(TimeSpan.FromSeconds(30));
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(RefusalKind.CredentialBusy, answer.Refusal!.Kind));
        Assert.Equal(0, admission.Figures.Waiting);
    }

    // Begins to wait, behind those who wait already.
    private async Task<Task<Outcome<AdmissionTicket>>> WaitAsync(
        IAdmission admission, AdmissionRequest request, int place, CancellationToken? cancellationToken = null)
    {
        var waiting = admission.AdmitAsync(request, cancellationToken ?? _cancellation);
        var begin = TimeProvider.System.GetTimestamp();
        while (admission.Figures.Waiting != place)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience && !waiting.IsCompleted, "It does not wait.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, _cancellation);
        }

        return waiting;
    }
}
