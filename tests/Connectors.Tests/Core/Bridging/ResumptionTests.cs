using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

/// <summary>Conversations that their provider keeps: the token goes from connection to connection, as long as it is good.</summary>
public sealed class ResumptionTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public void Agent_Lost_IsResumedByTheNewestToken()
    {
        StartTalking("first", "second");
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal("second", _rig.Agent.Options.ResumeToken);
        Assert.Equal(GreetingMode.None, _rig.Agent.Options.Greeting.Mode);
        Assert.Equal([new(Speaker.User, "My name is Anna.")], _rig.Agent.Options.History);
    }

    [Theory]
    [InlineData(CloseKind.ProtocolError, null)]
    [InlineData(CloseKind.ProviderError, null)]
    [InlineData(CloseKind.MaximumDuration, null)]
    [InlineData(CloseKind.Network, "token")]
    [InlineData(CloseKind.RateLimited, "token")]
    public void Token_OfAConnectionThatDidNotBecomeReady_IsKeptIfItWasNotToBlame(CloseKind kind, string? kept)
    {
        StartTalking("token");
        _rig.Connector.ReadyAtOnce = false;
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal("token", _rig.Agent.Options.ResumeToken);
        _rig.Agent.HangUp(kind, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal(3, _rig.Connector.Connections.Count);
        Assert.Equal(kept, _rig.Agent.Options.ResumeToken);
        Assert.NotEmpty(_rig.Agent.Options.History);
    }

    [Fact]
    public void Token_OfAConnectionThatTheProviderEnds_IsKept()
    {
        StartTalking("token");
        _rig.Agent.HangUp(CloseKind.ProviderError, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal("token", _rig.Agent.Options.ResumeToken);
    }

    [Fact]
    public void Renewal_WhoseTokenIsRefused_GoesOnAsItWasAndIsTriedWithoutIt()
    {
        StartTalking("token");
        var first = _rig.Agent;
        _rig.Connector.ReadyAtOnce = false;
        first.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(0.1);
        Assert.Equal("token", _rig.Agent.Options.ResumeToken);
        _rig.Agent.HangUp(CloseKind.ProtocolError, retryable: true);
        _rig.PassSeconds(0.1);
        first.Turn(1_000, TimeSpan.FromSeconds(1));
        _rig.Connector.ReadyAtOnce = true;
        _rig.PassSeconds(5);
        Assert.Equal(3, _rig.Connector.Connections.Count);
        Assert.Null(_rig.Agent.Options.ResumeToken);
        Assert.NotEmpty(_rig.Agent.Options.History);
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        AssertNobodyNoticed();
    }

    [Fact]
    public void Connection_EndedByTheProviderBecauseOfItsRenewal_IsReplacedUnnoticed()
    {
        StartTalking("token");
        var first = _rig.Agent;
        _rig.Connector.ReadyAtOnce = false;
        first.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(0.1);
        first.HangUp(CloseKind.EndedByAgent);
        _rig.PassSeconds(0.3);
        _rig.Agent.Ready();
        _rig.PassSeconds(0.1);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        AssertNobodyNoticed();
    }

    [Fact]
    public void Connection_EndedBecauseOfARenewalThatFails_IsReplacedLikeALostOne()
    {
        StartTalking("token");
        var first = _rig.Agent;
        _rig.Connector.ReadyAtOnce = false;
        first.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(0.1);
        first.HangUp(CloseKind.MaximumDuration, retryable: true);
        _rig.PassSeconds(0.1);
        _rig.Connector.ReadyAtOnce = true;
        _rig.Agent.HangUp(CloseKind.ProtocolError, retryable: true);
        _rig.PassSeconds(1);
        Assert.Equal(3, _rig.Connector.Connections.Count);
        Assert.Null(_rig.Agent.Options.ResumeToken);
        Assert.Contains(_rig.Seen<SessionEvent.Reconnected>(), back => back.Part == SessionPart.Agent);
    }

    [Fact]
    public async Task Agent_ThatHangsUpDuringARenewal_HasHungUpWhereNothingIsKept()
    {
        StartTalking();
        var first = _rig.Agent;
        _rig.Connector.ReadyAtOnce = false;
        first.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(0.1);
        first.HangUp(CloseKind.EndedByAgent);
        Assert.Equal(SessionEndReasons.AgentHungUp, (await _rig.EndAsync()).Reason);
    }

    private void StartTalking(params ReadOnlySpan<string> tokens)
    {
        _rig.Connector.Capabilities = _rig.Connector.Capabilities with
        {
            Resume = tokens.IsEmpty ? ResumeKind.None : ResumeKind.Token,
        };
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "My name is Anna.", IsFinal: true));
        foreach (var token in tokens)
        {
            _rig.Agent.Tell(new AgentEvent.ResumeToken(token));
        }

        _rig.PassSeconds(0.1);
    }

    private void AssertNobodyNoticed() =>
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Reconnecting>(), lost => lost.Part == SessionPart.Agent);
}
