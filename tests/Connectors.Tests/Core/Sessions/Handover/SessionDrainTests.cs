using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Handover;
using Connectors.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions.Handover;

/// <summary>A process is told to go, and another one is there to go on with its sessions.</summary>
public sealed class SessionDrainTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();
    private LocalSessionHost _old = null!;
    private LocalAdmission _oldAdmission = null!;
    private FakeSuccession _succession = null!;
    private SessionDrainOptions _options = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LocalSessionHost New => (LocalSessionHost)_world.Host;

    public async ValueTask InitializeAsync()
    {
        _world.Rooms.PutsOutOlder = true;
        _world.Connector.Capabilities = _world.Connector.Capabilities with { Resume = ResumeKind.Replay };
        await _world.AddTenantsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _world.PassAsync(DisposedAsync(_old));
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Conversation_BetweenTurns_GoesOnInTheOtherProcess()
    {
        var id = await TalkAsync();
        var before = _world.Connector.Agent;

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Avatar });

        Assert.Equal(2, _world.Connector.Connections.Count);
        Assert.Equal([new(Speaker.User, "My name is Anna."), new(Speaker.Agent, "Hello Anna.")], _world.Connector.Agent.Options.History);
        Assert.True(before.IsDisposed);
        Assert.True(_world.Rooms.Joins[0].IsOver);
        Assert.True(_world.Avatars.Sockets[0].IsClosed);
        Assert.Equal((0, 1), (_oldAdmission.Figures.Sessions, _world.Admission.Figures.Sessions));
        Assert.Equal(SessionEndReasons.TakenOver, (await _old.FindAsync(id, Cancellation))!.End!.Reason);
        Assert.Equal((SessionState.Live, 2), await PlaceAsync(id));
        Assert.DoesNotContain("stop", _world.Order);
        await _world.HearAsync(id, "What is my name?");
        _world.Connector.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        await _world.PassAsync(SeenAsync(id, e => e is SessionEvent.TurnEnded));
        Assert.Equal(1, _world.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
    }

    [Fact]
    public async Task Agent_IsOpenInTheOtherProcessBeforeTheRoomIsJoined()
    {
        await TalkAsync();
        _succession.TakingOver = () =>
        {
            Assert.Equal(2, _world.Connector.Connections.Count);
            Assert.Single(_world.Rooms.Joins);
            Assert.Single(_world.Avatars.Sockets);
        };

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        Assert.Equal(2, _world.Rooms.Joins.Count);
    }

    [Fact]
    public async Task Move_IsNoCauseOfAWarning()
    {
        var id = await TalkAsync();
        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Avatar });
        await _world.StopAsync(id);

        Assert.DoesNotContain(await _world.WatchAsync(id), told => told is WatchedEvent.Happened { Entry.Event: SessionEvent.Warning });
    }

    [Fact]
    public async Task Turn_ThatIsSpoken_IsHeardToItsEndFirst()
    {
        var id = await TalkAsync();
        _world.Connector.Agent.Turn(1_000, TimeSpan.FromSeconds(3));
        var drain = DrainAsync();
        await _world.PassAsync(drain);

        Assert.Equal(3, _world.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.True(_world.Time.Elapsed > TimeSpan.FromSeconds(3));
        Assert.Equal(2, (await RecordAsync(id)).Epoch);
    }

    [Fact]
    public async Task WhatIsSaidMeanwhile_IsKnownToTheOtherProcess()
    {
        var id = await TalkAsync();
        var first = _world.Connector.Agent;
        _succession.Preparing = async attempt =>
        {
            if (attempt == 1)
            {
                first.Tell(new AgentEvent.UserText("late", "One more thing.", IsFinal: true));
                await SeenByAsync(_old, id, e => e is SessionEvent.UserSaid { Text: "One more thing." });
            }
        };

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));

        Assert.Equal((2, 1), (_succession.Prepared, _succession.Abandoned));
        Assert.Equal("One more thing.", _world.Connector.Agent.Options.History[^1].Text);
    }

    [Fact]
    public async Task Turn_ThatBeginsWhileTheSessionGoes_IsNotHeardTwice()
    {
        var id = await TalkAsync();
        var old = _world.Connector.Agent;
        _succession.TakingOver = () => old.Turn(2_000, TimeSpan.FromSeconds(1));

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Avatar });
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.Zero, _world.Avatars.HeardOf(2_000));
    }

    [Fact]
    public async Task Session_ThatNobodyTakes_GoesOnWhereItIs()
    {
        var id = await TalkAsync();
        var old = _world.Connector.Agent;
        _succession.TakesOver = false;
        _succession.TakingOver = () =>
        {
            old.Tell(new AgentEvent.UserText("late", "Still there?", IsFinal: true));
            old.Turn(2_000, TimeSpan.FromSeconds(1));
        };
        _options = new() { Limit = TimeSpan.Zero, Grace = TimeSpan.Zero };

        Assert.Equal(1, await _world.PassAsync(DrainAsync()));
        await _world.PassAsync(SeenByAsync(_old, id, e => e is SessionEvent.TurnEnded { Figures.Turn: 2 }));

        Assert.Equal(1, _world.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        Assert.Equal("Still there?", (await _old.TranscriptAsync(id, Cancellation))!.Segments[^1].Text);
        Assert.Equal((SessionState.Live, 1), await PlaceAsync(id));
        Assert.Equal(1, _oldAdmission.Figures.Sessions);
        await _world.PassAsync(DisposedAsync(_old));
        Assert.Equal(SessionEndReasons.ServerShutdown, (await RecordAsync(id)).End!.Reason);
    }

    [Fact]
    public async Task Conversation_ThatCantGoOnElsewhere_StaysUntilTheLimit_ThenTakesWhatWasSaidAlong()
    {
        _world.Connector.Capabilities = _world.Connector.Capabilities with { Resume = ResumeKind.None };
        var id = await TalkAsync();
        _options = new() { Limit = TimeSpan.FromMinutes(2) };
        var begun = _world.Time.Elapsed;

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));

        Assert.True(_world.Time.Elapsed - begun >= TimeSpan.FromMinutes(2));
        Assert.Equal(2, (await RecordAsync(id)).Epoch);
        Assert.Equal("Hello Anna.", _world.Connector.Agent.Options.History[^1].Text);
    }

    [Fact]
    public async Task Session_WhoseProcessCantJoinRoomsAnyMore_MovesAtOnce()
    {
        _world.Connector.Capabilities = _world.Connector.Capabilities with { Resume = ResumeKind.None };
        var id = await TalkAsync();
        _world.Connector.Agent.Begin();
        _world.Rooms.JoinsAtOnce = false;
        _world.Rooms.Room.Tell(new RoomEvent.Ended(RoomEndKind.LibraryFailure, string.Empty));
        _succession.TakingOver = () => _world.Rooms.JoinsAtOnce = true;
        var begun = _world.Time.Elapsed;

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        // Nothing puts it out of a room that it isn't in: it goes by itself, before it and its successor fight for the avatar's socket.
        Assert.True(_world.Time.Elapsed - begun < TimeSpan.FromSeconds(10));
        Assert.Equal((SessionState.Live, 2), await PlaceAsync(id));
        Assert.DoesNotContain("stop", _world.Order);
    }

    [Fact]
    public async Task Turn_ThatNeverEnds_IsCutWhenThereIsNoMoreTime()
    {
        var id = await TalkAsync();
        _options = new() { Limit = TimeSpan.FromSeconds(10), Grace = TimeSpan.FromSeconds(10) };
        _world.Connector.Agent.Begin();

        Assert.Equal(0, await _world.PassAsync(DrainAsync()));
        Assert.Equal(2, (await RecordAsync(id)).Epoch);
    }

    [Fact]
    public async Task Process_ThatIsAlone_WaitsForNobody()
    {
        var id = await TalkAsync();
        _succession.HasPeers = false;

        Assert.Equal(1, await DrainAsync());
        Assert.Equal(0, _succession.Prepared);
        Assert.True(_oldAdmission.Figures.IsDraining);
        Assert.Equal(1, (await RecordAsync(id)).Epoch);
    }

    [Fact]
    public async Task Session_ThatCantBeMadeReadyElsewhere_StaysAndNothingOfItIsLeftThere()
    {
        var id = await TalkAsync();
        _world.Connector.ReadyAtOnce = false;
        _options = new() { Limit = TimeSpan.FromSeconds(5), Grace = TimeSpan.Zero };
        _succession.Preparing = attempt =>
        {
            _ = HangUpAsync();
            return Task.CompletedTask;
        };

        Assert.Equal(1, await _world.PassAsync(DrainAsync()));

        Assert.Equal((SessionState.Live, 1), await PlaceAsync(id));
        Assert.Single(_world.Rooms.Joins);
        Assert.Empty(New.Running);
        Assert.DoesNotContain("stop", _world.Order);
        Assert.Equal(0, _world.CountOf("usage"));
    }

    private async Task HangUpAsync()
    {
        var before = _world.Connector.Connections.Count;
        while (_world.Connector.Connections.Count == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        _world.Connector.Agent.HangUp(CloseKind.Unauthorized);
    }

    // A conversation in one process, and another process that has nothing yet.
    private async Task<string> TalkAsync()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "My name is Anna.");
        var turn = _world.Connector.Agent.Begin();
        _world.Connector.Agent.Tell(new AgentEvent.AgentText(turn, "Hello Anna.", AgentTextKind.Full));
        _world.Connector.Agent.Say(turn, 500, TimeSpan.FromSeconds(0.5));
        _world.Connector.Agent.Tell(new AgentEvent.TurnAudioEnded(turn));
        await _world.PassAsync(SeenAsync(id, e => e is SessionEvent.TurnEnded));
        (_old, _oldAdmission) = (New, _world.Admission);
        _world.Begin();
        _succession = new(new SessionReception(_world.Environment, New, _world.Admission));
        return id;
    }

    private async Task<int> DrainAsync()
    {
        var drain = new SessionDrain(
            _old, _succession, _oldAdmission, _options, _world.Time, NullLogger<SessionDrain>.Instance);
        return await drain.DrainAsync(Cancellation);
    }

    private static async Task<bool> DisposedAsync(LocalSessionHost host)
    {
        await host.DisposeAsync();
        return true;
    }

    private Task<bool> SeenAsync(string id, Func<SessionEvent, bool> isIt) => SeenByAsync(New, id, isIt);

    private static async Task<bool> SeenByAsync(LocalSessionHost host, string id, Func<SessionEvent, bool> isIt)
    {
        await foreach (var entry in host.WatchAsync(id, 0, Cancellation))
        {
            if (isIt(entry.Event))
            {
                return true;
            }
        }

        Assert.Fail("The session ended before.");
        return false;
    }

    private async Task<(SessionState State, long Epoch)> PlaceAsync(string id)
    {
        var record = await RecordAsync(id);
        return (record.State, record.Epoch);
    }

    private async Task<SessionRecord> RecordAsync(string id) => (await _world.Sessions.FindAsync(id, Cancellation))!;
}
