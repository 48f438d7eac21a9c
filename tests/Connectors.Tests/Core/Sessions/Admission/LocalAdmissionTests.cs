using System.Diagnostics.Metrics;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Admission;

public sealed class LocalAdmissionTests : IDisposable
{
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly FakeTime _time = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private int _ids;

    [Fact]
    public async Task Admit_AHundredAtOnceForTenSlots_ExactlyTenComeIn()
    {
        var admission = new LocalAdmission(1_000, _time, _telemetry);
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
        var admission = new LocalAdmission(12, _time, _telemetry);
        List<(string Tenant, AdmissionTicket Ticket)> inside = [];
        for (var step = 0; step < 20_000; step++)
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

            _time.Advance(TimeSpan.FromMilliseconds(10));
            Assert.Equal(inside.Count, admission.Figures.Sessions);
        }
    }

    [Fact]
    public async Task Release_TicketDisposedAgainAndAgain_GivesOnePlaceBack()
    {
        var admission = new LocalAdmission(2, _time, _telemetry);
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
        var admission = new LocalAdmission(2, _time, _telemetry);
        var first = await TakeAsync(admission, Request("t", id: "same"));
        admission.Release("same");
        await TakeAsync(admission, Request("t", id: "same"));
        first.Dispose();

        Assert.Equal(1, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_SessionThatIsIn_IsRefusedAndKeepsItsPlace()
    {
        var admission = new LocalAdmission(5, _time, _telemetry);
        await TakeAsync(admission, Request("t", id: "same"));

        Assert.Equal(RefusalKind.Conflict, await RefusedAsync(admission, Request("t", id: "same")));
        Assert.Equal(1, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_StartsWithinAMinute_AreCountedOverEveryMinute()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        for (var i = 0; i < 3; i++)
        {
            (await TakeAsync(admission, Request("t", perMinute: 3))).Dispose();
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = (await admission.AdmitAsync(Request("t", perMinute: 3), _cancellation)).Refusal!;
        Assert.Equal((RefusalKind.RateReached, TimeSpan.FromSeconds(30)), (refused.Kind, refused.RetryAfter));
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(RefusalKind.RateReached, await RefusedAsync(admission, Request("t", perMinute: 3)));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await TakeAsync(admission, Request("t", perMinute: 3));
        Assert.Equal(RefusalKind.RateReached, await RefusedAsync(admission, Request("t", perMinute: 3)));
    }

    [Fact]
    public async Task Admit_LimitLoweredMeanwhile_TellsWhenTheWindowIsBelowIt()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        for (var i = 0; i < 4; i++)
        {
            await TakeAsync(admission, Request("t", perMinute: 10));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = (await admission.AdmitAsync(Request("t", perMinute: 2), _cancellation)).Refusal!;
        Assert.Equal(TimeSpan.FromSeconds(40), refused.RetryAfter);
        Assert.Null((await admission.AdmitAsync(Request("t", perMinute: 0), _cancellation)).Refusal!.RetryAfter);
    }

    [Fact]
    public async Task Admit_CredentialInUse_IsRefusedBeforeTheProviderDoesAndOthersAreNot()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        await TakeAsync(admission, Request("t", "a", 1));

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 1)));
        await TakeAsync(admission, Request("t", "b", 1));
        await TakeAsync(admission, Request("other", "a", 1));
    }

    [Fact]
    public async Task Admit_WaitersForACredential_AreServedInTheirOrder()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        var waiting = Enumerable.Range(0, 3).Select(_ => admission.AdmitAsync(Request("t", "a", 1, wait: 30), _cancellation)).ToList();
        Assert.Equal(3, admission.Figures.Waiting);

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
        var admission = new LocalAdmission(100, _time, _telemetry);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        var early = admission.AdmitAsync(Request("t", "a", 1, wait: 5), _cancellation);
        var late = admission.AdmitAsync(Request("t", "a", 1, wait: 30), _cancellation);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RefusalKind.CredentialBusy, (await early).Refusal!.Kind);
        Assert.False(late.IsCompleted);
        inside.Dispose();

        Assert.True((await late).IsDone);
    }

    [Fact]
    public async Task Admit_WaiterGivesUp_TakesNothing()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        var inside = await TakeAsync(admission, Request("t", "a", 1));
        using var giveUp = new CancellationTokenSource();
        var waiting = admission.AdmitAsync(Request("t", "a", 1, wait: 30), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        inside.Dispose();

        Assert.Equal(new AdmissionFigures(0, 100, 0, false), admission.Figures);
    }

    [Fact]
    public async Task Admit_TenantFilledUpWhileAStartWaited_RefusesItByTheQuota()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        var inside = await TakeAsync(admission, Request("t", "a", 1, atOnce: 2));
        var waiting = admission.AdmitAsync(Request("t", "a", 1, wait: 30, atOnce: 2), _cancellation);
        await TakeAsync(admission, Request("t", atOnce: 2));
        await TakeAsync(admission, Request("t", atOnce: 3));
        inside.Dispose();

        Assert.Equal(RefusalKind.QuotaReached, (await waiting).Refusal!.Kind);
        Assert.Equal(2, admission.Figures.Sessions);
    }

    [Fact]
    public async Task Admit_TooManyWait_TheNextIsRefusedAtOnce()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        await TakeAsync(admission, Request("t", "a", 1));
        List<Task<Outcome<AdmissionTicket>>> waiting = [];
        for (var i = 0; i < LocalAdmission.WaitersPerCredential; i++)
        {
            waiting.Add(admission.AdmitAsync(Request("t", "a", 1, wait: 30), _cancellation));
        }

        Assert.Equal(RefusalKind.CredentialBusy, await RefusedAsync(admission, Request("t", "a", 1, wait: 30)));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(RefusalKind.CredentialBusy, answer.Refusal!.Kind));
        Assert.Equal(0, admission.Figures.Waiting);
    }

    [Fact]
    public async Task Draining_SendsEverybodyAwayAndLeavesWhoIsIn()
    {
        var admission = new LocalAdmission(100, _time, _telemetry);
        await TakeAsync(admission, Request("t", "a", 1));
        var waiting = admission.AdmitAsync(Request("t", "a", 1, wait: 30), _cancellation);
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
            if (instrument.Meter == _telemetry.Meter && instrument.Name == "connectors.admission.refused")
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
        var admission = new LocalAdmission(3, _time, _telemetry);
        await TakeAsync(admission, Request("t", "c", atOnce: 2, id: "here"));
        var waiting = admission.AdmitAsync(Request("t", "c", wait: 5), _cancellation);

        await RefusedAsync(admission, Request("t", "c"));
        await RefusedAsync(admission, Request("t", id: "here"));
        await RefusedAsync(admission, Request("t", atOnce: 1));
        await RefusedAsync(admission, Request("t", perMinute: 1));
        await TakeAsync(admission, Request("u"));
        await TakeAsync(admission, Request("u"));
        await RefusedAsync(admission, Request("v"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False((await waiting).IsDone);

        Assert.Equal(
            ["capacity-reached 1", "conflict 1", "credential-busy 2", "quota-reached 1", "rate-reached 1"],
            counts.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
    }

    public void Dispose() => _telemetry.Dispose();

    private AdmissionRequest Request(
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

    private async Task<AdmissionTicket> TakeAsync(LocalAdmission admission, AdmissionRequest request)
    {
        var answer = await admission.AdmitAsync(request, _cancellation);
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    private async Task<RefusalKind> RefusedAsync(LocalAdmission admission, AdmissionRequest request) =>
        (await admission.AdmitAsync(request, _cancellation)).Refusal!.Kind;
}
