using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;

namespace Connectors.Tests.Core.Sessions.Keeping;

public sealed class SessionKeepingTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Events_AfterARestart_AreTheSameWithTheSamePlaces()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        await _world.StopAsync(id);
        var before = Texts(await _world.WatchAsync(id));
        _world.Restart();
        var after = Texts(await _world.WatchAsync(id));

        Assert.Equal(before, after);
        Assert.Contains("session.ended", after[^1], StringComparison.Ordinal);
        Assert.Equal(after.Skip(4), Texts(await _world.WatchAsync(id, after: 4)));
        Assert.Empty(await _world.WatchAsync(id, after: after.Count));
    }

    [Fact]
    public async Task Events_InTheStore_HoldNothingThatWasSaid()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        await _world.StopAsync(id);

        Assert.NotEqual(0, _world.CountOf(RecordKinds.SessionEvent));
        Assert.All(
            _world.Records.All,
            record => Assert.DoesNotContain("parcel", Encoding.UTF8.GetString(record.Body.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_ProcessDiedInTheMiddle_TellsWhatWasKeptThenTheEnd()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        await _world.Writer.FlushAsync(Cancellation);
        await _world.Keeper.KeepTranscriptsAsync(Cancellation);
        _world.Restart();
        Assert.Equal((0, 1), await _world.TakeUpAsync(within: TimeSpan.Zero));
        Assert.Equal((0, 0), await _world.TakeUpAsync(within: TimeSpan.Zero));

        var events = await _world.WatchAsync(id);
        Assert.IsType<WatchedEvent.Resync>(events[^2]);
        var end = Assert.IsType<WatchedEvent.Happened>(events[^1]).Entry;
        Assert.Equal(SessionEndReasons.ServerRestarted, Assert.IsType<SessionEvent.Ended>(end.Event).End.Reason);
        Assert.Empty(await _world.WatchAsync(id, end.Sequence));
        var transcript = (await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Value!;
        Assert.Equal("Where is my parcel?", Assert.Single(transcript.Segments).Text);
        Assert.Equal(["Started", "Ended", "TranscriptReady"], _world.Notices.Names);
        Assert.Equal(1, _world.CountOf(RecordKinds.Usage));
    }

    [Fact]
    public async Task Watch_PlaceThatNeverWas_BeginsAnewBehindAMarker()
    {
        var id = await _world.TalkAsync();
        await _world.StopAsync(id);

        Assert.Equal(1, Assert.IsType<WatchedEvent.Resync>((await _world.WatchAsync(id, after: 900))[0]).FirstKept);
    }

    [Fact]
    public async Task Watch_EventsLostInBetween_AreShownAsAGap()
    {
        var id = await _world.TalkAsync();
        await _world.StopAsync(id);
        _world.Records.Tamper(new RecordKey(RecordKinds.SessionEvent, "tenant", $"{id}/000000000003"));
        _world.Restart();

        var events = await _world.WatchAsync(id);
        Assert.Equal(4, Assert.IsType<WatchedEvent.Resync>(events[2]).FirstKept);
        Assert.Equal(4, Assert.IsType<WatchedEvent.Happened>(events[3]).Entry.Sequence);
    }

    [Fact]
    public async Task Retention_OfNoDays_WritesNothingAndStillTellsTheEnd()
    {
        await _world.ChangeTenantAsync(tenant => tenant with { Retention = new() { EventDays = 0, TranscriptDays = 0 } });
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        await _world.Keeper.KeepTranscriptsAsync(Cancellation);
        Assert.Single((await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Value!.Segments);
        await _world.StopAsync(id);
        _world.Restart();

        Assert.Equal((0, 0), (_world.CountOf(RecordKinds.SessionEvent), _world.CountOf(RecordKinds.Transcript)));
        Assert.Equal(RefusalKind.NotFound, (await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Refusal!.Kind);
        Assert.Equal(["Resync", "Happened"], (await _world.WatchAsync(id)).Select(told => told.ToString()));
        Assert.Equal(["Started", "Ended"], _world.Notices.Names);
    }

    [Fact]
    public async Task Transcript_OfALiveSession_IsWrittenEveryHalfMinuteAndFinallyAtTheEnd()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = _world.Keeper.RunAsync(stop.Token);
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "One.");
        await _world.PassAsync(UntilAsync(() => _world.CountOf(RecordKinds.Transcript) == 1));
        await _world.HearAsync(id, "Two.");
        await _world.StopAsync(id);
        await stop.CancelAsync();
        await running;
        _world.Restart();

        var transcript = (await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Value!;
        Assert.Equal(["One.", "Two."], transcript.Segments.Select(segment => segment.Text));
    }

    [Fact]
    public async Task DeleteContent_WhileTheSessionRuns_IsRefusedAndAfterwardsLeavesTheSessionOnly()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "Where is my parcel?");
        Assert.Equal(RefusalKind.WrongState, (await _world.Desk.DeleteContentAsync(SessionWorld.Caller, id, Cancellation)).Refusal!.Kind);
        await _world.StopAsync(id);
        Assert.True((await _world.Desk.DeleteContentAsync(SessionWorld.Caller, id, Cancellation)).IsDone);
        Assert.True((await _world.Desk.DeleteContentAsync(SessionWorld.Caller, id, Cancellation)).IsDone);

        Assert.Equal((0, 0), (_world.CountOf(RecordKinds.SessionEvent), _world.CountOf(RecordKinds.Transcript)));
        Assert.Equal(RefusalKind.NotFound, (await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Refusal!.Kind);
        Assert.Equal(["Resync", "Happened"], (await _world.WatchAsync(id)).Select(told => told.ToString()));
        Assert.Equal(SessionState.Ended, (await _world.Desk.FindAsync("tenant", id, Cancellation))!.State);
    }

    [Fact]
    public async Task End_StoreBroken_SessionEndsAllTheSameAndGivesItsPlaceBack()
    {
        var id = await _world.TalkAsync();
        _world.Records.Failure = new IOException("The disk is full.");
        await _world.PassAsync(_world.Host.StopAsync(id, SessionEndReasons.StoppedByTenant, Cancellation));

        Assert.Equal(0, _world.Admission.Figures.Sessions);
        Assert.NotEqual(0, _world.Writer.Lost);
        _world.Records.Failure = null;
    }

    [Fact]
    public async Task End_ProviderRefusedTheKey_CredentialIsFailingAndItsOwnerIsToldOnce()
    {
        var id = await _world.TalkAsync();
        _world.Connector.Agent.HangUp(CloseKind.Unauthorized);
        await _world.WatchAsync(id);
        await _world.StopAsync(id);

        Assert.Equal(CredentialState.Failing, (await _world.Credentials.FindAsync("tenant", "agent-key", Cancellation))!.Value.State);
        Assert.Equal(["Started", "CredentialFailing", "Ended"], _world.Notices.Names);
    }

    [Fact]
    public async Task Usage_OfSessions_IsSummedUpByDayAndConnector()
    {
        var day = DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime);
        await UseAsync(TimeSpan.FromSeconds(20));
        await UseAsync(TimeSpan.FromSeconds(40));
        _world.Time.Advance(TimeSpan.FromDays(1));
        await UseAsync(TimeSpan.FromSeconds(5));
        _world.LiveAvatar.StartFailure = FakeLiveAvatar.Failure(Connectors.Core.Avatars.AvatarFailureKind.ServerError);
        await _world.StartAsync(SessionWorld.Request with { VoiceAgentId = null });

        var sums = (await _world.Usage.SumAsync("tenant", day, day.AddDays(1), Cancellation)).Value!.Sums;
        Assert.Equal(
            [(day, "fake", 2, 0), (day.AddDays(1), null, 0, 1), (day.AddDays(1), "fake", 1, 0)],
            sums.Select(sum => (sum.Day, sum.ConnectorId, sum.Sessions, sum.FailedStarts)));
        Assert.InRange(sums[0].Seconds, 60, 120);
        Assert.Equal(2, (await _world.Usage.SumAsync("tenant", day.AddDays(1), day.AddDays(1), Cancellation)).Value!.Sums.Count);
        Assert.Empty((await _world.Usage.SumAsync("stranger", day, day.AddDays(1), Cancellation)).Value!.Sums);
        Assert.Equal(RefusalKind.Invalid, (await _world.Usage.SumAsync("tenant", day, day.AddDays(-1), Cancellation)).Refusal!.Kind);
    }

    [Fact]
    public async Task Usage_OfASessionWhoseAgentWasReplaced_IsEachConnectorsByItsTime()
    {
        var now = _world.Time.GetUtcNow();
        var usage = new UsageRecord
        {
            TenantId = "tenant",
            SessionId = _world.Tenancy.NextId(),
            ConnectorId = "one",
            CreatedAt = now,
            EndedAt = now.AddSeconds(100),
            WasLive = true,
            Seconds = 100,
            AgentAudioSeconds = 20,
            FallbackConnectorId = "two",
            FallbackSeconds = 60.5,
            FallbackAudioSeconds = 15,
            End = SessionEnd.For(SessionEndReasons.StoppedByTenant),
        };
        Assert.Null(await _world.Records.WriteAsync([await _world.Kept.Usage.AddAsync(usage, Cancellation)], Cancellation));

        var day = DateOnly.FromDateTime(now.UtcDateTime);
        Assert.Equal(
            [new(day, "one", 1, 0, 39.5, 5), new(day, "two", 0, 0, 60.5, 15)],
            (await _world.Usage.SumAsync("tenant", day, day, Cancellation)).Value!.Sums);
    }

    private static List<string> Texts(IEnumerable<WatchedEvent> events) =>
    [
        .. events.Cast<WatchedEvent.Happened>().Select(happened => Encoding.UTF8.GetString(SessionEventJson.Write(happened.Entry))),
    ];

    private async Task UseAsync(TimeSpan time)
    {
        var id = await _world.TalkAsync();
        _world.Time.Advance(time);
        await _world.StopAsync(id);
    }

    private static async Task<bool> UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        return true;
    }
}
