using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Events;

namespace Connectors.Tests.Core.Sessions;

/// <summary>
/// Sessions whose process is gone, and another one goes on with them. The old one runs on in memory as a process would that
/// hung: it must not do harm either.
/// </summary>
public sealed class SessionResumeTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Session_OfAProcessThatDied_GoesOnWithWhatWasSaid()
    {
        var id = await TalkAndDieAsync();

        Assert.Equal((1, 0), await _world.TakeUpAsync());
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });

        var agent = _world.Connector.Agent;
        Assert.Equal(2, _world.Connector.Connections.Count);
        Assert.Equal(GreetingMode.None, agent.Options.Greeting.Mode);
        Assert.Equal([new(Speaker.User, "My name is Anna."), new(Speaker.Agent, "Hello Anna.")], agent.Options.History);
        await _world.HearAsync(id, "What is my name?");
        agent.Turn(1_000, TimeSpan.FromSeconds(1));
        await _world.PassAsync(SeenAsync(id, e => e is SessionEvent.TurnEnded));
        Assert.Equal(1, _world.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        var transcript = (await _world.Desk.TranscriptAsync("tenant", id, Cancellation)).Value!;
        Assert.Equal(["My name is Anna.", "Hello Anna.", "What is my name?"], transcript.Segments.Select(segment => segment.Text));
        Assert.Equal([1, 2, 3], transcript.Segments.Select(segment => segment.Ordinal));
        Assert.DoesNotContain("stop", _world.Order);
        Assert.Equal(2, (await RecordAsync(id)).Epoch);
        Assert.Equal(1, _world.Admission.Figures.Sessions);
    }

    [Fact]
    public async Task Watcher_WithAPlaceOfTheOldProcess_GetsWhatItMissedAndWhatIsNewInOrder()
    {
        var id = await TalkAndDieAsync();
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        await _world.HearAsync(id, "What is my name?");
        await _world.StopAsync(id);

        var events = await _world.WatchAsync(id, after: 3);

        var places = events.OfType<WatchedEvent.Happened>().Select(told => told.Entry.Sequence).ToList();
        Assert.Equal(4, places[0]);
        Assert.Equal(places.Order(), places);
        Assert.Equal(places.Distinct(), places);
        Assert.Single(events.OfType<WatchedEvent.Resync>());
        var said = events.OfType<WatchedEvent.Happened>().Select(told => told.Entry.Event).OfType<SessionEvent.UserSaid>();
        Assert.Equal(["My name is Anna.", "What is my name?"], said.Select(e => e.Text));
        Assert.IsType<SessionEvent.Ended>(((WatchedEvent.Happened)events[^1]).Entry.Event);
    }

    [Fact]
    public async Task Session_UntilTheAgentIsBack_IsReconnecting_AndThePageIsTold()
    {
        var id = await TalkAndDieAsync();
        _world.Connector.ReadyAtOnce = false;
        var before = _world.Rooms.Sent.Count;
        await _world.TakeUpAsync();
        await _world.PassAsync(UntilAsync(() => _world.Connector.Connections.Count == 2));

        Assert.True((await _world.Desk.FindAsync("tenant", id, Cancellation))!.IsReconnecting);
        _world.Connector.Agent.Ready();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        await _world.PassAsync(UntilAsync(() => States(before) is [.., false]));

        Assert.False((await _world.Desk.FindAsync("tenant", id, Cancellation))!.IsReconnecting);
        Assert.True(States(before)[0]);
    }

    [Fact]
    public async Task Avatar_IsSpokenToOnlyAfterTheRoomWasJoined()
    {
        var id = await TalkAndDieAsync();
        _world.Rooms.JoinsAtOnce = false;
        await _world.TakeUpAsync();
        await _world.PassAsync(UntilAsync(() => _world.Connector.Preparations == 2));
        Assert.Single(_world.Avatars.Sockets);

        _world.Rooms.Room.Joined();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Avatar });
        Assert.Equal(2, _world.Avatars.Sockets.Count);
    }

    [Fact]
    public async Task Token_OfTheProvider_IsInTheRecordAndUsedByTheNextProcess()
    {
        var id = await _world.TalkAsync();
        _world.Connector.Agent.Tell(new AgentEvent.ResumeToken("token-1"));
        _world.Connector.Agent.Tell(new AgentEvent.ResumeToken("token-2"));
        await UntilAsync(async () => (await RecordAsync(id)).Progress?.ResumeToken == "token-2");
        _world.Restart();
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });

        Assert.Equal("token-2", _world.Connector.Agent.Options.ResumeToken);
    }

    [Fact]
    public async Task Bridge_PutOutOfTheRoomByItsSuccessor_EndsNothing()
    {
        var id = await TalkAndDieAsync(out var old);
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });

        _world.Rooms.Joins[0].Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty));
        Assert.Equal(SessionEndReasons.TakenOver, await EndAsync(old, id));
        await AssertLivesAsync(id);
    }

    [Fact]
    public async Task Bridge_PutOutOfTheRoomBySomebodyElse_EndsItsSession()
    {
        var id = await _world.TalkAsync();
        _world.Rooms.Room.Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty));
        await EndAsync(_world.Host, id);
        Assert.Equal(SessionEndReasons.RoomIdentityTaken, (await RecordAsync(id)).End!.Reason);
        Assert.Equal("stop", _world.Order[^1]);
    }

    [Fact]
    public async Task Process_ThatHungAndIsBack_LearnsOfItsSuccessorAndIsSilent()
    {
        var id = await TalkAndDieAsync(out var old);
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });

        // Its next sign of life can't be written.
        Assert.Equal(SessionEndReasons.TakenOver, await EndAsync(old, id));
        Assert.DoesNotContain("session.stopped", _world.Rooms.SentTypes);
        await AssertLivesAsync(id);
    }

    [Fact]
    public async Task Process_ThatStoodStillInTheMiddleOfATurn_DoesNotGoOnWithItWhenItIsBack()
    {
        var id = await _world.TalkAsync();
        var (old, way) = ((LocalSessionHost)_world.Host, _world.Way);
        _world.Connector.Agent.Turn(3_000, TimeSpan.FromSeconds(30));
        await _world.PassAsync(SeenAsync(id, e => e is SessionEvent.AvatarSpeechStarted));
        _world.Restart();
        _world.Time.Jump(TimeSpan.FromSeconds(6));
        var said = _world.Avatars.Socket.Commands.Count;
        await _world.TakeUpAsync();
        await _world.SeeAsync(id, e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        way.Mend();

        Assert.Equal(SessionEndReasons.TakenOver, await EndAsync(old, id));
        Assert.Equal(said, _world.Avatars.Sockets[0].Commands.Count(command => !command.Contains("close", StringComparison.Ordinal)));
        Assert.DoesNotContain("session.stopped", _world.Rooms.SentTypes);
        await AssertLivesAsync(id);
    }

    [Theory]
    [InlineData("too-long-ago")]
    [InlineData("token-expired")]
    [InlineData("no-plan")]
    [InlineData("not-live")]
    [InlineData("no-connector")]
    [InlineData("no-socket")]
    [InlineData("time-is-up")]
    public async Task Session_ThatCantGoOn_IsEndedAndStoppedOnce(string obstacle)
    {
        var id = await TalkAndDieAsync();
        var record = await RecordAsync(id);
        Assert.NotNull(await _world.Sessions.UpdateAsync(Spoilt(record, obstacle), Cancellation));

        Assert.Equal((0, 1), await _world.TakeUpAsync());
        Assert.Equal(1, await _world.Reaper.StopOwedAsync(Cancellation));

        var ended = await RecordAsync(id);
        Assert.Equal(SessionEndReasons.ServerRestarted, ended.End!.Reason);
        Assert.Null(ended.Plan);
        Assert.Single(_world.Order, call => call == "stop");
        Assert.Single(_world.Rooms.Joins);
        Assert.Equal(0, _world.Admission.Figures.Sessions);
    }

    [Fact]
    public async Task Session_WhoseRoomIsGone_IsEndedInGoodOrder()
    {
        var id = await TalkAndDieAsync();
        _world.Rooms.JoinsAtOnce = false;
        Assert.Equal((1, 0), await _world.TakeUpAsync());
        _world.Rooms.Room.Tell(new RoomEvent.Ended(RoomEndKind.TokenRefused, string.Empty));
        await EndAsync(_world.Host, id);

        var ended = await RecordAsync(id);
        Assert.Equal(SessionEndReasons.RoomTokenRefused, ended.End!.Reason);
        Assert.True(ended.StopConfirmed);
        Assert.Single(_world.Order, call => call == "stop");
        Assert.Equal(["Started", "Ended", "TranscriptReady"], _world.Notices.Names);
    }

    [Fact]
    public async Task Session_WhoseUserHasLeftMeanwhile_EndsAsThatUserWould()
    {
        var id = await TalkAndDieAsync();
        _world.Rooms.Participants.Remove("client");
        _world.Rooms.Tracks.Remove(_world.Rooms.UserMicrophone);
        Assert.Equal((1, 0), await _world.TakeUpAsync());
        await EndAsync(_world.Host, id);
        Assert.Equal(SessionEndReasons.UserLeft, (await RecordAsync(id)).End!.Reason);
    }

    private static SessionRecord Spoilt(SessionRecord record, string obstacle) => obstacle switch
    {
        "too-long-ago" => record with { UpdatedAt = record.UpdatedAt - TimeSpan.FromSeconds(61) },
        "token-expired" => record with
        {
            AvatarSession = record.AvatarSession! with
            {
                AgentToken = FakeLiveAvatar.Token("""{"sub":"a","exp":1,"video":{"room":"r","roomJoin":true}}"""),
            },
        },
        "no-plan" => record with { Plan = null },
        "not-live" => record with { State = SessionState.Starting },
        "no-connector" => record with { ConnectorId = "of-the-past" },
        "no-socket" => record with { AvatarSession = record.AvatarSession! with { SocketUrl = null } },
        _ => record with { LiveAt = record.LiveAt - TimeSpan.FromMinutes(10) },
    };

    private static Task<bool> UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task<bool> UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        return true;
    }

    // How it ended, by whom it was held.
    private async Task<string> EndAsync(ISessionHost host, string id)
    {
        await _world.PassAsync(UntilAsync(async () => (await host.FindAsync(id, Cancellation))!.End is not null));
        return (await host.FindAsync(id, Cancellation))!.End!.Reason;
    }

    private Task<string> TalkAndDieAsync(out LocalSessionHost old)
    {
        old = (LocalSessionHost)_world.Host;
        return TalkAndDieAsync();
    }

    private async Task<string> TalkAndDieAsync()
    {
        var id = await _world.TalkAsync();
        await _world.HearAsync(id, "My name is Anna.");
        await _world.Keeper.KeepTranscriptsAsync(Cancellation);
        var turn = _world.Connector.Agent.Begin();
        _world.Connector.Agent.Tell(new AgentEvent.AgentText(turn, "Hello Anna.", AgentTextKind.Full));
        await _world.SeeAsync(id, e => e is SessionEvent.AgentSaid);
        await _world.Writer.FlushAsync(Cancellation);
        await UntilAsync(async () => (await RecordAsync(id)).Progress is not null);
        _world.Restart();
        return id;
    }

    private async Task<bool> SeenAsync(string id, Func<SessionEvent, bool> isIt)
    {
        await _world.SeeAsync(id, isIt);
        return true;
    }

    private async Task<SessionRecord> RecordAsync(string id) => (await _world.Sessions.FindAsync(id, Cancellation))!;

    private List<bool> States(int after) =>
    [
        .. _world.Rooms.Sent.Skip(after).Where(said => said.Json.TryGetProperty("reconnecting", out _))
            .Select(said => said.Json.GetProperty("reconnecting").GetBoolean()),
    ];

    private async Task AssertLivesAsync(string id)
    {
        var record = await RecordAsync(id);
        Assert.Equal((SessionState.Live, 2), (record.State, record.Epoch));
        Assert.Null(record.End);
        Assert.DoesNotContain("stop", _world.Order);
        Assert.Equal(0, _world.CountOf("usage"));
        Assert.Equal(["Started"], _world.Notices.Names);
        await _world.HearAsync(id, "Are you there?");
    }
}
