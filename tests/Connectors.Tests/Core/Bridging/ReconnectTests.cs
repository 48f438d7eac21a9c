using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

public sealed class ReconnectTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public void Agent_LostWhileListening_GoesOnWithTheConversationAndWithoutAGreeting()
    {
        _rig.StartTalking();
        Converse();
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal(GreetingMode.None, _rig.Agent.Options.Greeting.Mode);
        Assert.Equal(
            [new(Speaker.User, "My name is Anna."), new(Speaker.Agent, "Hello Anna.")], _rig.Agent.Options.History);
        Assert.Contains(_rig.Seen<SessionEvent.Reconnecting>(), lost => lost.Part == SessionPart.Agent);
        Assert.Contains(_rig.Seen<SessionEvent.Reconnected>(), back => back.Part == SessionPart.Agent);
        Assert.Contains("session.state", _rig.Rooms.SentTypes);
    }

    [Fact]
    public void Agent_LostSeveralTimesInARow_IsToldOnceToTenantAndPage()
    {
        _rig.StartTalking();
        _rig.Connector.ReadyAtOnce = false;
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal([true], States().Skip(1));
        _rig.Agent.Ready();
        _rig.PassSeconds(1);
        Assert.Equal(3, _rig.Connector.Connections.Count);
        Assert.Single(_rig.Seen<SessionEvent.Reconnecting>());
        Assert.Single(_rig.Seen<SessionEvent.Reconnected>());
        Assert.False(States().Last());
    }

    [Fact]
    public void Agent_LostBeforeItsFirstWord_IsToldToBeBack()
    {
        _rig.Connector.ReadyAtOnce = false;
        _rig.StartTalking();
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        _rig.Agent.Ready();
        _rig.PassSeconds(0.1);
        Assert.Single(_rig.Seen<SessionEvent.Reconnecting>());
        Assert.Single(_rig.Seen<SessionEvent.Reconnected>());
    }

    [Fact]
    public async Task Agent_ThatOpensNeverAgain_IsGivenUpWithinTheReconnectLimit()
    {
        _rig.Session = _rig.Session with { Limits = new() { Reconnect = TimeSpan.FromSeconds(4), AgentReconnects = 10 } };
        _rig.StartTalking();
        _rig.Connector.ReadyAtOnce = false;
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(0.1);
        Assert.Equal(4, _rig.Agent.Options.OpenTimeout.TotalSeconds, 0.2);
        _rig.PassSeconds(3.8);
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        Assert.Equal(SessionEndReasons.AgentLost, (await _rig.EndAsync()).Reason);
        Assert.Equal(2, _rig.Connector.Connections.Count);
    }

    [Fact]
    public void ToolCall_OfALostConversation_IsAnsweredForNobodyElse()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ToolCall("call", "look", "{}", true, null));
        _rig.Bridge.Step();
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(30);
        Assert.Equal("agent-lost", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        Assert.Empty(_rig.Agent.ToolResults);
    }

    [Fact]
    public void Agent_LostWhileSpeaking_WhatWasReceivedIsHeardToItsEnd()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(4));
        _rig.PassSeconds(1);
        _rig.Agent.HangUp(CloseKind.ProviderError, retryable: true);
        _rig.PassSeconds(5);
        Assert.Equal(4, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Agent_BackWithAGreetingThatCantBeSuppressed_IsNotHeardUntilTheUserSpoke()
    {
        _rig.Connector.Capabilities = _rig.Connector.Capabilities with { SuppressesGreeting = false };
        _rig.StartTalking();
        _rig.Agent.Turn(500, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(500).TotalSeconds, 0.05);
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        var greeting = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(2));
        _rig.Agent.Tell(new AgentEvent.AgentText(greeting, "Welcome!", AgentTextKind.Full));
        _rig.PassSeconds(3);
        Assert.Equal(TimeSpan.Zero, _rig.Avatars.HeardOf(1_000));
        Assert.DoesNotContain(_rig.Transcript!.History(), line => line.Text == "Welcome!");
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "Are you there?", IsFinal: true));
        _rig.Bridge.Step();
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public async Task Agent_LostAgainAndAgain_EndsTheSessionWithinItsBudget()
    {
        _rig.StartTalking();
        for (var i = 0; i < 10 && !_rig.Seen<SessionEvent.StateChanged>().Any(); i++)
        {
            _rig.Agent.HangUp(CloseKind.Network, retryable: true);
            _rig.PassSeconds(5);
        }

        var end = await _rig.EndAsync();
        Assert.Equal(SessionEndReasons.AgentLost, end.Reason);
        Assert.Equal(1 + _rig.Session.Limits.AgentReconnects, _rig.Connector.Connections.Count);
    }

    [Theory]
    [InlineData(CloseKind.QuotaExceeded, SessionEndReasons.AgentQuotaExceeded, SessionResult.TenantError)]
    [InlineData(CloseKind.Unauthorized, SessionEndReasons.AgentUnauthorized, SessionResult.TenantError)]
    [InlineData(CloseKind.Misconfigured, SessionEndReasons.AgentMisconfigured, SessionResult.TenantError)]
    [InlineData(CloseKind.ProviderError, SessionEndReasons.AgentFailed, SessionResult.ProviderError)]
    [InlineData(CloseKind.ProtocolError, SessionEndReasons.AgentProtocolError, SessionResult.ProviderError)]
    public async Task Agent_ClosedForGood_EndsTheSessionWithTheReason(CloseKind kind, string reason, SessionResult result)
    {
        _rig.StartTalking();
        _rig.Agent.HangUp(kind);
        var end = await _rig.EndAsync();
        Assert.Equal(reason, end.Reason);
        Assert.Equal(result, end.Result);
        Assert.Single(_rig.Connector.Connections);
    }

    [Fact]
    public void Agent_NearTheEndOfItsConnection_IsReplacedInAQuietMoment()
    {
        _rig.Connector.Capabilities = _rig.Connector.Capabilities with { MaximumConnectionTime = TimeSpan.FromMinutes(2) };
        _rig.StartTalking();
        Converse();
        var first = _rig.Agent;
        _rig.PassSeconds(100);
        var turn = first.Turn(1_000, TimeSpan.FromSeconds(10));
        _rig.PassSeconds(9);
        Assert.Single(_rig.Connector.Connections);
        _rig.PassSeconds(3);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal(10, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.NotEmpty(_rig.Agent.Options.History);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Reconnecting>(), lost => lost.Part == SessionPart.Agent);
        Assert.NotEqual(default, turn);
    }

    [Fact]
    public void Agent_SaysThatItGoesAway_IsReplacedAtOnceIfItIsQuiet()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ResumeToken("token"));
        _rig.Agent.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(0.1);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal("token", _rig.Agent.Options.ResumeToken);
    }

    [Fact]
    public void Agent_SaysThatItGoesAwayWhileItOwesAnAnswer_IsReplacedAfterTheAnswer()
    {
        _rig.StartTalking();
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1));
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1), loud: false);
        _rig.Agent.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(1);
        Assert.Single(_rig.Connector.Connections);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Avatar_SocketLostInTheMiddleOfATurn_TheTurnIsTakenUpWhereItWasHeard()
    {
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(10));
        _rig.PassSeconds(4);
        _rig.Avatar.Break();
        _rig.PassSeconds(9);
        Assert.Equal(2, _rig.Avatars.Sockets.Count);
        Assert.Equal(10, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.5);
        Assert.Single(_rig.Avatar.Commands, "speak_end");
        Assert.Contains(_rig.Seen<SessionEvent.Reconnected>(), back => back.Part == SessionPart.Avatar);
    }

    [Fact]
    public async Task Avatar_SocketDoesNotComeBack_EndsTheSession()
    {
        _rig.StartTalking();
        _rig.Avatars.ConnectsAtOnce = false;
        for (var i = 0; i < 20 && !_rig.Seen<SessionEvent.StateChanged>().Any(); i++)
        {
            _rig.Avatar.Break();
            _rig.PassSeconds(5);
        }

        Assert.Equal(SessionEndReasons.AvatarLost, (await _rig.EndAsync()).Reason);
    }

    [Theory]
    [InlineData(AvatarEndKind.Refused, SessionEndReasons.AvatarRefused)]
    public async Task Avatar_SocketRefused_EndsTheSessionAtOnce(AvatarEndKind kind, string reason)
    {
        _rig.StartTalking();
        _rig.Avatar.Break(kind);
        Assert.Equal(reason, (await _rig.EndAsync()).Reason);
        Assert.Single(_rig.Avatars.Sockets);
    }

    [Theory]
    [InlineData(RoomEndKind.Lost)]
    [InlineData(RoomEndKind.Unreachable)]
    [InlineData(RoomEndKind.ServerShutdown)]
    public void Room_Lost_IsJoinedAgainAndTheUserHeardAgain(RoomEndKind kind)
    {
        _rig.StartTalking();
        _rig.Room.Tell(new RoomEvent.Ended(kind, string.Empty));
        _rig.PassSeconds(1);
        Assert.Equal(2, _rig.Rooms.Joins.Count);
        Assert.Equal(FakeRooms.Microphone, _rig.Room.Heard);
        Assert.Contains(_rig.Seen<SessionEvent.Reconnected>(), back => back.Part == SessionPart.Room);
    }

    [Theory]
    [InlineData(RoomEndKind.DuplicateIdentity, SessionEndReasons.RoomIdentityTaken)]
    [InlineData(RoomEndKind.ParticipantRemoved, SessionEndReasons.RemovedFromRoom)]
    [InlineData(RoomEndKind.RoomDeleted, SessionEndReasons.RoomDeleted)]
    [InlineData(RoomEndKind.TokenRefused, SessionEndReasons.RoomTokenRefused)]
    public async Task Room_EndedByOthers_IsNeverJoinedBlindlyAgain(RoomEndKind kind, string reason)
    {
        _rig.StartTalking();
        _rig.Room.Tell(new RoomEvent.Ended(kind, string.Empty));
        Assert.Equal(reason, (await _rig.EndAsync()).Reason);
        Assert.Single(_rig.Rooms.Joins);
    }

    [Fact]
    public async Task Room_DoesNotComeBack_EndsTheSession()
    {
        _rig.StartTalking();
        _rig.Rooms.JoinsAtOnce = false;
        for (var i = 0; i < 20 && !_rig.Seen<SessionEvent.StateChanged>().Any(); i++)
        {
            _rig.Room.Tell(new RoomEvent.Ended(RoomEndKind.Lost, string.Empty));
            _rig.PassSeconds(5);
        }

        Assert.Equal(SessionEndReasons.RoomLost, (await _rig.EndAsync()).Reason);
    }

    private IEnumerable<bool> States() => _rig.Rooms.Sent
        .Where(said => said.Type == "session.state").Select(said => said.Json.GetProperty("reconnecting").GetBoolean());

    private void Converse()
    {
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "My name is Anna.", IsFinal: true));
        var turn = _rig.Agent.Turn(100, TimeSpan.FromSeconds(1));
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, "Hello Anna.", AgentTextKind.Full));
        _rig.PassSeconds(3);
    }
}
