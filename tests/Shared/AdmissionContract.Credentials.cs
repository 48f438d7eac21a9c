using Connectors.Core.Tenancy;

namespace Connectors.Testing;

/// <content>Sessions that go on under another credential.</content>
public abstract partial class AdmissionContract
{
    [Fact]
    public async Task ChangeCredential_CountsTheNewOneAndFreesTheOneBefore()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "first", 1, id: "in"));
        admission.ChangeCredential("in", "second");

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "second", 1)));
        using var other = await TakeAsync(admission, Request("t", "first", 1));
        Assert.Equal(2, admission.Figures.Sessions);
    }

    [Fact]
    public async Task ChangeCredential_ToOneThatIsFull_IsNotRefusedAndHoldsForNewStarts()
    {
        var admission = await OpenAsync(100);
        var direct = await TakeAsync(admission, Request("t", "second", 1));
        await TakeAsync(admission, Request("t", "first", 1, id: "in"));
        admission.ChangeCredential("in", "second");

        Assert.Equal(2, admission.Figures.Sessions);
        direct.Dispose();
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "second", 1)));
        admission.Release("in");
        await TakeAsync(admission, Request("t", "second", 1));
    }

    [Fact]
    public async Task ChangeCredential_AtTheEnd_WhatIsHeldIsGivenBack()
    {
        var admission = await OpenAsync(100);
        var ticket = await TakeAsync(admission, Request("t", "first", 1, atOnce: 1, id: "in"));
        admission.ChangeCredential("in", "second");
        admission.ChangeCredential("in", "second");
        ticket.Dispose();
        admission.Release("in");

        Assert.Equal(0, admission.Figures.Sessions);
        (await TakeAsync(admission, Request("t", "first", 1, atOnce: 1))).Dispose();
        (await TakeAsync(admission, Request("t", "second", 1, atOnce: 1))).Dispose();
    }

    [Fact]
    public async Task ChangeCredential_OfASessionWithoutOne_CountsIt()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", id: "in"));
        admission.ChangeCredential("in", "second");

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "second", 1)));
    }

    [Fact]
    public async Task ChangeCredential_OfASessionThatIsNotIn_DoesNothing()
    {
        var admission = await OpenAsync(100);
        (await TakeAsync(admission, Request("t", "first", 1, id: "out"))).Dispose();
        admission.ChangeCredential("out", "second");
        admission.ChangeCredential("never", "second");

        await TakeAsync(admission, Request("t", "second", 1));
        Assert.Equal(1, admission.Figures.Sessions);
    }

    [Fact]
    public async Task ChangeCredential_ServesWhoWaitsForTheOneBefore()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "first", 1, id: "in"));
        var waiting = await WaitAsync(admission, Request("t", "first", 1, wait: 30), 1);
        admission.ChangeCredential("in", "second");

        Assert.True((await waiting).IsDone);
    }

    [Fact]
    public async Task Readmit_UnderAnotherCredential_FreesTheOneBefore()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "first", 1, id: "in"));
        await admission.ReadmitAsync(Request("t", "second", 1, id: "in"), _cancellation);

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "second", 1)));
        await TakeAsync(admission, Request("t", "first", 1));
        Assert.Equal(2, admission.Figures.Sessions);
    }
}
