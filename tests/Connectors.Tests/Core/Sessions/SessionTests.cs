using System.Diagnostics.Metrics;
using Connectors.Core.Avatars;
using Connectors.Core.Outgoing;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Telemetry;
using Connectors.Testing;
using Connectors.Tests.Core.Bridging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions;

public sealed class SessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _order = [];
    private readonly FakeTime _time = new();
    private readonly FakeRooms _rooms = new();
    private readonly FakeAvatars _avatars;
    private readonly FakeConnector _connector = new();
    private readonly FakeLiveAvatar _liveAvatar;
    private readonly FakeSessionStore _store;
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly SessionEnvironment _environment;
    private readonly BridgeRig _rig = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public SessionTests()
    {
        _avatars = new(_time);
        _liveAvatar = new(_order);
        _store = new(_order);
        _environment = new(
            new(_time, _rooms, _avatars, 1_000_000_000), _liveAvatar, _store, _telemetry, NullLogger.Instance, new(["127.0.0.1"]))
        {
            Fence = new LocalFence(TimeSpan.FromSeconds(5), _time),
        };
    }

    [Fact]
    public async Task Start_RecordIsWrittenBetweenTokenAndStart()
    {
        var session = NewSession();
        var start = await session.StartAsync(_cancellation);
        Assert.Equal("client-token", start.Access?.UserToken);
        Assert.Equal(["token", "write", "start"], _order);
        await StopAsync(session);
        Assert.Equal(["token", "write", "start", "stop"], _order);
        var record = await _store.FindAsync("session", _cancellation);
        Assert.Equal(SessionState.Ended, record!.State);
        Assert.False(record.IsStopOwed);
    }

    [Fact]
    public async Task Start_RecordCantBeWritten_NothingIsStarted()
    {
        _store.IsBroken = true;
        var start = await NewSession().StartAsync(_cancellation);
        Assert.Equal(SessionResult.ServerError, start.Failure?.Result);
        Assert.DoesNotContain("start", _order);
    }

    [Theory]
    [InlineData(AvatarFailureKind.Unauthorized, SessionEndReasons.AvatarUnauthorized)]
    [InlineData(AvatarFailureKind.NoCredits, SessionEndReasons.AvatarNoCredits)]
    public async Task Start_TokenRefused_FailsWithTheReasonAndOwesNothing(AvatarFailureKind kind, string reason)
    {
        _liveAvatar.TokenFailure = FakeLiveAvatar.Failure(kind);
        var start = await NewSession().StartAsync(_cancellation);
        Assert.Equal(reason, start.Failure?.Reason);
        Assert.Equal("No.", start.Message);
        Assert.Equal(["token"], _order);
    }

    [Fact]
    public async Task Start_StartFails_StopIsCalledAllTheSame()
    {
        _liveAvatar.StartFailure = FakeLiveAvatar.Failure(AvatarFailureKind.ServerError);
        var start = await NewSession().StartAsync(_cancellation);
        Assert.Equal(SessionEndReasons.AvatarFailed, start.Failure?.Reason);
        Assert.Equal(["token", "write", "start", "stop"], _order);
    }

    [Theory]
    [InlineData("""{"sub":"a","exp":1,"video":{"room":"r","roomJoin":true}}""", SessionEndReasons.RoomTokenExpired)]
    [InlineData("""[]""", SessionEndReasons.RoomTokenInvalid)]
    public async Task Start_AgentsTokenIsNoGood_IsRefusedByNameAndStopped(string payload, string reason)
    {
        _liveAvatar.AgentToken = FakeLiveAvatar.Token(payload);
        var start = await NewSession().StartAsync(_cancellation);
        Assert.Equal(reason, start.Failure?.Reason);
        Assert.Equal("stop", _order[^1]);
        Assert.Empty(_rooms.Joins);
    }

    [Fact]
    public async Task Start_AgentMayNotSendData_WarnsAndGoesOn()
    {
        _liveAvatar.AgentToken = FakeLiveAvatar.Token(
            """{"sub":"a","exp":4102444800,"video":{"room":"r","roomJoin":true,"canPublish":true,"canPublishData":false}}""");
        var session = NewSession();
        Assert.NotNull((await session.StartAsync(_cancellation)).Access);
        var events = await EventsUntilEndAsync(session);
        Assert.Contains(events.OfType<SessionEvent.Warning>(), warning => warning.Code == "no-data-grant");
    }

    [Fact]
    public async Task Stop_LiveAvatarDoesNotConfirm_IsTriedAgainAndThenOwed()
    {
        _liveAvatar.StopFailures = 100;
        var session = NewSession();
        await session.StartAsync(_cancellation);
        await StopAsync(session);
        Assert.True((await _store.FindAsync("session", _cancellation))!.IsStopOwed);
        Assert.True(_order.Count(call => call == "stop") > 1);
        _liveAvatar.StopFailures = 0;
        Assert.Equal(1, await new AvatarReaper(_environment).StopOwedAsync(_cancellation));
        Assert.False((await _store.FindAsync("session", _cancellation))!.IsStopOwed);
    }

    [Fact]
    public async Task Orphan_OfTheLastRun_IsEndedAndStopped()
    {
        var session = NewSession();
        await session.StartAsync(_cancellation);
        // The process dies here: a new one finds the record.
        var reaper = new AvatarReaper(_environment);
        using var ends = new MeterListener();
        List<object?> measured = [];
        ends.SetMeasurementEventCallback<long>((_, _, tags, _) => measured.AddRange(tags.ToArray().Select(tag => tag.Value)));
        ends.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _telemetry.Meter && instrument.Name == "connectors.session.ended")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        ends.Start();
        await reaper.EndOrphanAsync((await _store.FindAsync("session", _cancellation))!, _cancellation);
        Assert.Equal(["server-error", "server", "server-restarted", "other"], measured);
        Assert.Equal(1, await reaper.StopOwedAsync(_cancellation));
        var record = await _store.FindAsync("session", _cancellation);
        Assert.Equal(SessionEndReasons.ServerRestarted, record!.End!.Reason);
        Assert.True(record.StopConfirmed);
        Assert.Equal("ZOMBIE_SESSION_REAP", _liveAvatar.StopReason);
    }

    [Fact]
    public async Task Events_OfASession_EndWithExactlyOneEnd()
    {
        var session = NewSession();
        await session.StartAsync(_cancellation);
        var events = await EventsUntilEndAsync(session);
        Assert.IsType<SessionEvent.Ended>(events[^1]);
        Assert.Single(events.OfType<SessionEvent.Ended>());
        Assert.Equal(
            [SessionState.Live, SessionState.Ending, SessionState.Ended],
            events.OfType<SessionEvent.StateChanged>().Select(changed => changed.State));
    }

    [Fact]
    public async Task GivenRoom_IsJoinedAndNeverStoppedAtLiveAvatar()
    {
        var given = new RoomSource.GivenRoom(new("ws://127.0.0.1/given"), _liveAvatar.AgentToken, new("ws://127.0.0.1/avatar"));
        var session = new Session(_environment, _rig.Session with { Source = given }, new(_connector, null));
        Assert.NotNull((await session.StartAsync(_cancellation)).Access);
        await StopAsync(session);
        Assert.Equal(["write"], _order);
    }

    [Fact]
    public async Task NamedRoom_OnAHostThatIsNotAllowed_IsRefusedByNameAndNothingStarted()
    {
        RoomSource[] sources =
        [
            new RoomSource.GivenRoom(new("wss://rooms.example"), _liveAvatar.AgentToken, new("wss://avatar.example")),
            new RoomSource.OwnLiveKitRoom(new("wss://rooms.example"), "room", "key", "secret"),
        ];
        foreach (var source in sources)
        {
            _rig.Session = _rig.Session with { Source = source };
            var start = await NewSession().StartAsync(_cancellation);

            Assert.Equal(SessionEnd.For(SessionEndReasons.RoomHostRefused), start.Failure);
            Assert.Equal(SessionResult.TenantError, start.Failure!.Result);
            Assert.Contains("'rooms.example'", start.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_order);
    }

    [Fact]
    public async Task LiveAvatarsRoom_OnAHostThatIsNotListed_IsRefusedByNameAndStopped()
    {
        var session = new Session(_environment with { RoomHosts = RoomHostRules.Preset }, _rig.Session, new(_connector, null));

        var start = await session.StartAsync(_cancellation);

        Assert.Equal(SessionEndReasons.RoomHostNotListed, start.Failure?.Reason);
        Assert.Contains("'127.0.0.1'", start.Message, StringComparison.Ordinal);
        Assert.Equal(["token", "write", "start", "stop"], _order);
    }

    [Fact]
    public async Task Start_AvatarCantBeJoinedAfterTheRoom_TheRoomIsLeftAgain()
    {
        _avatars.Fault = new InvalidOperationException();
        var start = NewSession().StartAsync(_cancellation);
        await PassUntilAsync(start);

        Assert.Equal(SessionEndReasons.ServerError, (await start).Failure?.Reason);
        Assert.True(_rooms.Room.IsLeft);
        Assert.Equal(["token", "write", "start", "stop"], _order);
    }

    [Fact]
    public async Task Loop_ConnectorThrowsWhereItMayNot_EndsTheSessionAsOurFault()
    {
        _connector.OpenFault = new InvalidOperationException();
        _rooms.Participants.AddRange(["client", "heygen"]);
        _rooms.Tracks.AddRange([_rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        var session = NewSession();
        await session.StartAsync(_cancellation);
        await PassUntilAsync(session.Completion);

        Assert.Equal(SessionEndReasons.ServerError, (await session.Completion).Reason);
        Assert.True(_rooms.Room.IsLeft);
        Assert.Equal(["token", "write", "start", "stop"], _order);
    }

    [Fact]
    public async Task Host_FindCommandStop_ReachTheSession()
    {
        await using var host = new LocalSessionHost(_environment, new([_connector]));
        Assert.NotNull((await host.StartAsync(_rig.Session, _cancellation)).Access);
        Assert.Equal(SessionState.Live, (await host.FindAsync("session", _cancellation))!.State);
        Assert.Equal(
            "agent-not-ready", (await host.CommandAsync("session", new RoomCommand.SpeakText(null, "Hi"), _cancellation))!.Reason);
        var stop = host.StopAsync("session", SessionEndReasons.StoppedByTenant, _cancellation);
        await PassUntilAsync(stop);
        Assert.Equal(SessionEndReasons.StoppedByTenant, (await stop)!.Reason);
        Assert.Equal(SessionState.Ended, (await host.FindAsync("session", _cancellation))!.State);
        Assert.Null(await host.FindAsync("nobody", _cancellation));
        Assert.Null(await host.CommandAsync("nobody", new RoomCommand.Interrupt(null), _cancellation));
        Assert.Null(await host.StopAsync("nobody", SessionEndReasons.StoppedByTenant, _cancellation));
    }

    [Fact]
    public async Task Host_UnknownConnector_IsRefusedByName()
    {
        await using var host = new LocalSessionHost(_environment, new([]));
        var start = await host.StartAsync(_rig.Session, _cancellation);
        Assert.Equal(SessionResult.TenantError, start.Failure?.Result);
        Assert.Contains("'fake'", start.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _telemetry.Dispose();

    private Session NewSession() => new(_environment, _rig.Session, new(_connector, null));

    private async Task<List<SessionEvent>> EventsUntilEndAsync(Session session)
    {
        var stopping = StopAsync(session);
        List<SessionEvent> events = [];
        await foreach (var entry in session.WatchAsync(0, _cancellation))
        {
            events.Add(entry.Event);
        }

        await stopping;
        return events;
    }

    private async Task StopAsync(Session session)
    {
        session.Stop(SessionEnd.For(SessionEndReasons.StoppedByTenant));
        await PassUntilAsync(session.Completion);
    }

    // The session's loop runs on its own thread here; virtual time passes until it is done.
    private async Task PassUntilAsync(Task task)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, _cancellation));
        }
    }
}
