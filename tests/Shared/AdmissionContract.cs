using System.Diagnostics.Metrics;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;

namespace Connectors.Testing;

/// <summary>What every admission does; one class per admission runs it.</summary>
public abstract partial class AdmissionContract
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private int _ids;

    /// <summary>What the admission counts with.</summary>
    protected abstract ConnectorsTelemetry Telemetry { get; }

    /// <summary>How many comings and goings are tried.</summary>
    protected virtual int Steps => 20_000;

    [Fact]
    public async Task Admit_AHundredAtOnceForTenSlots_ExactlyTenComeIn()
    {
        var admission = await OpenAsync(1_000);
        using var start = new Barrier(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(_cancellation);
                return admission.AdmitAsync(Request("t", atOnce: 10), _cancellation);
            },
            _cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Equal(10, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(RefusalKind.QuotaReached, answer.Refusal!.Kind));
        Assert.Equal(10, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_RandomComingsAndGoings_NeverOneTooMany()
    {
        var random = new Random(11);
        var admission = await OpenAsync(12);
        List<(string Tenant, AdmissionTicket Ticket)> inside = [];
        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(3) == 0 && inside.Count > 0)
            {
                var leaving = random.Next(inside.Count);
                inside[leaving].Ticket.Dispose();
                inside.RemoveAt(leaving);
            }

            var tenant = random.Next(4);
            var answer = await admission.AdmitAsync(Request($"{tenant}", atOnce: tenant + 2), _cancellation);
            var ofTenant = inside.Count(one => one.Tenant == $"{tenant}");
            Assert.Equal(ofTenant < tenant + 2 && inside.Count < 12, answer.IsDone);
            if (answer.IsDone)
            {
                inside.Add(($"{tenant}", answer.Value));
            }

            await LetPassAsync(TimeSpan.FromMilliseconds(10));
            Assert.Equal(inside.Count, admission.Figures.Sessions);
        }
    }

    [Fact]
    public async Task Release_TicketDisposedAgainAndAgain_GivesOnePlaceBack()
    {
        var admission = await OpenAsync(2);
        var first = await TakeAsync(admission, Request("t"));
        await TakeAsync(admission, Request("t"));
        first.Dispose();
        first.Dispose();
        admission.Release(first.SessionId);

        Assert.Equal(1, admission.Figures.Sessions);
        await TakeAsync(admission, Request("t"));
        Assert.Equal(RefusalKind.CapacityReached, await RefusedAsync(admission, Request("t")));
    }

    [Fact]
    public async Task Release_OfAnEarlierTicketOfTheSameSession_LeavesTheNewOnesPlace()
    {
        var admission = await OpenAsync(2);
        var first = await TakeAsync(admission, Request("t", id: "same"));
        admission.Release("same");
        await TakeAsync(admission, Request("t", id: "same"));
        first.Dispose();

        Assert.Equal(1, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_SessionThatIsIn_IsRefusedAndKeepsItsPlace()
    {
        var admission = await OpenAsync(5);
        await TakeAsync(admission, Request("t", id: "same"));

        Assert.Equal(RefusalKind.Conflict, await RefusedAsync(admission, Request("t", id: "same")));
        Assert.Equal(1, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_StartsWithinAMinute_AreCountedOverEveryMinute()
    {
        var admission = await OpenAsync(100);
        for (var i = 0; i < 3; i++)
        {
            (await TakeAsync(admission, Request("t", perMinute: 3))).Dispose();
            await LetPassAsync(TimeSpan.FromSeconds(10));
        }

        var refused = (await admission.AdmitAsync(Request("t", perMinute: 3), _cancellation)).Refusal!;
        Assert.Equal(RefusalKind.RateReached, refused.Kind);
        AssertAbout(30, refused.RetryAfter);
        await LetPassAsync(TimeSpan.FromSeconds(25));
        Assert.Equal(RefusalKind.RateReached, await RefusedAsync(admission, Request("t", perMinute: 3)));
        await LetPassAsync(TimeSpan.FromSeconds(5));
        await TakeAsync(admission, Request("t", perMinute: 3));
        Assert.Equal(RefusalKind.RateReached, await RefusedAsync(admission, Request("t", perMinute: 3)));
    }

    [Fact]
    public async Task Admit_LimitLoweredMeanwhile_TellsWhenTheWindowIsBelowIt()
    {
        var admission = await OpenAsync(100);
        for (var i = 0; i < 4; i++)
        {
            await TakeAsync(admission, Request("t", perMinute: 10));
            await LetPassAsync(TimeSpan.FromSeconds(10));
        }

        var refused = (await admission.AdmitAsync(Request("t", perMinute: 2), _cancellation)).Refusal!;
        AssertAbout(40, refused.RetryAfter);
        Assert.Null((await admission.AdmitAsync(Request("t", perMinute: 0), _cancellation)).Refusal!.RetryAfter);
    }

    [Fact]
    public async Task Admit_CredentialInUse_IsRefusedBeforeTheProviderDoesAndOthersAreNot()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "a", 1));

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 1)));
        await TakeAsync(admission, Request("t", "b", 1));
        await TakeAsync(admission, Request("other", "a", 1));
    }

    [Fact]
    public async Task Readmit_FullAndDraining_ComesInAndIsNoStart()
    {
        var admission = await OpenAsync(1);
        await TakeAsync(admission, Request("t", "a", 1, atOnce: 1, perMinute: 2));
        admission.SetDraining(true);
        await admission.ReadmitAsync(Request("t", "a", 1, atOnce: 1, id: "in"), _cancellation);

        Assert.Equal(2, admission.Figures.Sessions);
        admission.SetDraining(false);
        admission.Release("in");
        admission.Release("1");
        await TakeAsync(admission, Request("t", "a", 1, atOnce: 1, perMinute: 2));
    }

    [Fact]
    public async Task Readmit_AgainAndAgain_CountsOnceAndIsFreedByOneRelease()
    {
        var admission = await OpenAsync(10);
        var ticket = await TakeAsync(admission, Request("t", "a", 2, id: "in"));
        await admission.ReadmitAsync(Request("t", "a", 2, id: "in"), _cancellation);
        await admission.ReadmitAsync(Request("t", "a", 2, id: "in"), _cancellation);

        Assert.Equal(1, admission.Figures.Sessions);
        Assert.Equal(RefusalKind.Conflict, await RefusedAsync(admission, Request("t", id: "in")));
        await TakeAsync(admission, Request("t", "a", 2));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 2)));
        admission.Release("in");
        ticket.Dispose();
        await TakeAsync(admission, Request("t", "a", 2));
        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 2)));
    }

    [Fact]
    public async Task Draining_SendsEverybodyAwayAndLeavesWhoIsIn()
    {
        var admission = await OpenAsync(100);
        await TakeAsync(admission, Request("t", "a", 1));
        var waiting = await WaitAsync(admission, Request("t", "a", 1, wait: 30), 1);
        admission.SetDraining(true);

        Assert.Equal(RefusalKind.CapacityReached, (await waiting).Refusal!.Kind);
        Assert.Equal(RefusalKind.CapacityReached, await RefusedAsync(admission, Request("t")));
        Assert.Equal(new AdmissionFigures(1, 100, 0, true), admission.Figures);
        admission.SetDraining(false);
        await TakeAsync(admission, Request("t"));
    }

    [Fact]
    public async Task Refusals_OfWhateverKind_AreCountedByKind()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, mine) =>
        {
            if (instrument.Meter == Telemetry.Meter && instrument.Name == "connectors.admission.refused")
            {
                mine.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            Assert.Equal("connectors.reason", tags[0].Key);
            counts[(string)tags[0].Value!] = counts.GetValueOrDefault((string)tags[0].Value!) + value;
        });
        listener.Start();
        var admission = await OpenAsync(3);
        await TakeAsync(admission, Request("t", "c", atOnce: 2, id: "here"));
        var waiting = await WaitAsync(admission, Request("t", "c", wait: 5), 1);

        await RefusedAsync(admission, Request("t", "c"));
        await RefusedAsync(admission, Request("t", id: "here"));
        await RefusedAsync(admission, Request("t", atOnce: 1));
        await RefusedAsync(admission, Request("t", perMinute: 1));
        await TakeAsync(admission, Request("u"));
        await TakeAsync(admission, Request("u"));
        await RefusedAsync(admission, Request("v"));
        await LetPassAsync(TimeSpan.FromSeconds(5));
        Assert.False((await waiting).IsDone);

        Assert.Equal(
            ["capacity-reached 1", "conflict 1", "credential-busy 2", "quota-reached 1", "rate-reached 1"],
            counts.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
    }

    protected abstract Task<IAdmission> OpenAsync(int capacity);

    /// <summary>Lets time pass.</summary>
    protected abstract Task LetPassAsync(TimeSpan time);

    protected AdmissionRequest Request(
        string tenant,
        string? credential = null,
        int maximum = 1,
        double wait = 0,
        int atOnce = 50,
        int perMinute = 100_000,
        string? id = null) => new(
            id ?? $"{Interlocked.Increment(ref _ids)}",
            tenant,
            new() { SessionsAtOnce = atOnce, StartsPerMinute = perMinute },
            credential is null ? null : new(credential, maximum),
            TimeSpan.FromSeconds(wait));

    protected async Task<AdmissionTicket> TakeAsync(IAdmission admission, AdmissionRequest request)
    {
        var answer = await admission.AdmitAsync(request, _cancellation);
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    protected async Task<RefusalKind> RefusedAsync(IAdmission admission, AdmissionRequest request) =>
        (await admission.AdmitAsync(request, _cancellation)).Refusal!.Kind;

    // Some go by a clock that can't be stopped.
    private static void AssertAbout(double seconds, TimeSpan? time) => Assert.InRange(time!.Value.TotalSeconds, seconds - 4, seconds);
}
