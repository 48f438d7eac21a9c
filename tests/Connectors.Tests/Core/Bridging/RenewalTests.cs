using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

/// <summary>A connection whose provider ends it while there is no quiet moment: it is left in its last seconds all the same.</summary>
public sealed class RenewalTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(6);

    private readonly BridgeRig _rig = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deadline_DuringATurn_WhatWasReceivedIsHeardOnceAndThenTheNextTurn(bool isEnded)
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        var turn = Say(first, TimeSpan.FromSeconds(10), isEnded);
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(0.9);
        Assert.Single(_rig.Connector.Connections);
        _rig.PassSeconds(0.3);
        Assert.Equal(2, _rig.Connector.Connections.Count);

        // Whatever the old one says from here on is nobody's.
        first.Say(turn, 3_000, TimeSpan.FromSeconds(1));
        first.Turn(3_000, TimeSpan.FromSeconds(1));
        first.HangUp(CloseKind.EndedByAgent);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(14);

        Assert.Equal([1_000, 2_000], _rig.Avatars.Heard.Where(static run => run.Value != 0).Select(static run => run.Value));
        Assert.Equal(10, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        Assert.Equal([false, false], _rig.Seen<SessionEvent.TurnEnded>().Select(static ended => ended.Figures.WasInterrupted));
        Assert.Equal(
            ["avatar.speak_started", "avatar.speak_ended", "avatar.speak_started", "avatar.speak_ended"],
            _rig.Rooms.SentTypes.Where(static type => type.StartsWith("avatar.speak", StringComparison.Ordinal)));
        AssertNobodyNoticed();
    }

    [Fact]
    public void Deadline_DuringATurnWithoutItsEnd_TheTurnIsOverWithItsLastSound()
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        Say(first, TimeSpan.FromSeconds(4), isEnded: false);
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(4.5);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal(4, Assert.Single(_rig.Seen<SessionEvent.TurnEnded>()).Figures.Heard.TotalSeconds, 0.05);
        Assert.Single(_rig.Avatar.Commands, "speak_end");
    }

    [Fact]
    public void User_InterruptsWhatTheOldConnectionSaid_ItIsCutOnce()
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        Say(first, TimeSpan.FromSeconds(10), isEnded: false);
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(3);
        _rig.Agent.Tell(new AgentEvent.Interrupted(default));
        _rig.PassSeconds(0.5);
        Assert.True(Assert.Single(_rig.Seen<SessionEvent.TurnEnded>()).Figures.WasInterrupted);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(9);
        Assert.InRange(_rig.Avatars.HeardOf(1_000).TotalSeconds, 2.5, 3.2);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        Assert.Single(_rig.Avatar.Commands, "interrupt");
        AssertNobodyNoticed();
    }

    [Fact]
    public void Deadline_WhileAToolRuns_TheCallIsOverAndThePageIsToldSo()
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        Call(first);
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(0.9);
        Assert.Single(_rig.Connector.Connections);
        _rig.PassSeconds(0.3);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal("agent-lost", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);

        _rig.Room.Command("""
            {"event_type":"elevenlabs_agent_command","elevenlabs_event_type":"client_tool_result",
             "data":{"tool_call_id":"call","result":"late","is_error":false}}
            """);
        _rig.Bridge.Step();
        Assert.False(Assert.Single(_rig.Seen<SessionEvent.CommandAnswered>()).Accepted);
        _rig.PassSeconds(30);
        Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>());
        Assert.All(_rig.Connector.Connections, static connection => Assert.Empty(connection.ToolResults));
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        AssertNobodyNoticed();
    }

    [Fact]
    public void Tool_AnsweredBeforeTheDeadline_IsToldToWhoeverAsked()
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        Call(first);
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(0.5);
        _rig.Room.Command("""
            {"event_type":"elevenlabs_agent_command","elevenlabs_event_type":"client_tool_result",
             "data":{"tool_call_id":"call","result":"in time","is_error":false}}
            """);
        _rig.PassSeconds(1);
        Assert.Equal("in time", Assert.Single(first.ToolResults).Result);
        Assert.Equal("answered", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        Assert.Equal(2, _rig.Connector.Connections.Count);
    }

    [Fact]
    public void Connection_EndedDuringItsRenewalWhileAToolRuns_TheCallIsOver()
    {
        _rig.StartTalking();
        var first = _rig.Agent;
        Call(first);
        _rig.Connector.ReadyAtOnce = false;
        first.Tell(new AgentEvent.GoingAway(Notice));
        _rig.PassSeconds(1.5);
        first.HangUp(CloseKind.MaximumDuration, retryable: true);
        _rig.PassSeconds(0.1);
        _rig.Agent.Ready();
        _rig.PassSeconds(0.1);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal("agent-lost", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        AssertNobodyNoticed();
    }

    private static TurnId Say(FakeConnector.Connection agent, TimeSpan length, bool isEnded)
    {
        if (isEnded)
        {
            return agent.Turn(1_000, length);
        }

        var turn = agent.Begin();
        agent.Say(turn, 1_000, length);
        return turn;
    }

    private void Call(FakeConnector.Connection agent)
    {
        agent.Tell(new AgentEvent.ToolCall("call", "look", "{}", ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
    }

    private void AssertNobodyNoticed() =>
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Reconnecting>(), static lost => lost.Part == SessionPart.Agent);
}
