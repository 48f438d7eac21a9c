using Connectors.Core.Records;

namespace Connectors.Tests.Core.Sessions.Keeping;

public sealed class RetentionTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await _world.AddTenantsAsync(retention: new() { EventDays = 2, TranscriptDays = 5, SessionDays = 9 });

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Sweep_DayByDay_DeletesEachInItsTime()
    {
        await SayAsync();
        List<(bool Events, bool Transcript, bool Session)> seen = [];
        for (var day = 0; day < 11; day++)
        {
            await _world.Sweep.SweepAsync(Cancellation);
            seen.Add(Kept());
            _world.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(2, seen.Count(kept => kept.Events));
        Assert.Equal(5, seen.Count(kept => kept.Transcript));
        Assert.InRange(seen.Count(kept => kept.Session), 9, 10);
        Assert.Equal(1, _world.CountOf(RecordKinds.Usage));
    }

    [Fact]
    public async Task Sweep_RetentionShortenedOrProlonged_CountsAsItIsNow()
    {
        await SayAsync();
        await _world.Sweep.SweepAsync(Cancellation);
        _world.Time.Advance(TimeSpan.FromDays(1.5));
        await _world.ChangeTenantAsync(tenant => tenant with
        {
            Retention = new() { EventDays = 30, TranscriptDays = 1, SessionDays = 60 },
        });
        await _world.Sweep.SweepAsync(Cancellation);
        Assert.Equal((true, false, true), Kept());

        _world.Time.Advance(TimeSpan.FromDays(20));
        await _world.Sweep.SweepAsync(Cancellation);
        Assert.Equal((true, false, true), Kept());
    }

    [Fact]
    public async Task Sweep_RetentionShortenedBeforeARestart_IsNoticedAfterIt()
    {
        await SayAsync();
        await _world.Sweep.SweepAsync(Cancellation);
        await _world.ChangeTenantAsync(tenant => tenant with { Retention = new() { EventDays = 0, TranscriptDays = 0, SessionDays = 1 } });
        _world.Restart();
        await _world.Sweep.SweepAsync(Cancellation);

        Assert.Equal((false, false, true), Kept());
    }

    [Fact]
    public async Task Sweep_WhatRunsOutByItself_IsRemovedWhenItHas()
    {
        foreach (var kind in new[] { RecordKinds.Idempotency, RecordKinds.PreparedSession })
        {
            await _world.Records.WriteAsync(
            [
                new RecordWrite.Add(new()
                {
                    Key = new(kind, "tenant", "x"), Body = new byte[1], Due = _world.Time.GetUtcNow().AddHours(1),
                }),
            ],
            Cancellation);
        }

        await _world.Sweep.SweepAsync(Cancellation);
        Assert.Equal((1, 1), (_world.CountOf(RecordKinds.Idempotency), _world.CountOf(RecordKinds.PreparedSession)));
        _world.Time.Advance(TimeSpan.FromHours(1));
        await _world.Sweep.SweepAsync(Cancellation);
        Assert.Equal((0, 0), (_world.CountOf(RecordKinds.Idempotency), _world.CountOf(RecordKinds.PreparedSession)));
    }

    [Fact]
    public async Task Run_RoundThatBreaks_IsFollowedByTheNext()
    {
        await SayAsync();
        _world.Records.Failure = new IOException("The disk is full.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = _world.Sweep.RunAsync(stop.Token);
        _world.Records.Failure = null;
        while (Kept().Events)
        {
            _world.Time.Advance(TimeSpan.FromHours(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        await stop.CancelAsync();
        await running;
    }

    private async Task SayAsync()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        await _world.StopAsync(id);
        Assert.Equal((true, true, true), Kept());
    }

    private (bool Events, bool Transcript, bool Session) Kept() => (
        _world.CountOf(RecordKinds.SessionEvent) > 0, _world.CountOf(RecordKinds.Transcript) > 0, _world.Sessions.Count > 0);
}
