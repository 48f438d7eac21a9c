using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

public sealed class FallbackTests
{
    private readonly BridgeRig _rig = new();

    public FallbackTests()
    {
        var settings = JsonDocument.Parse("""{"who":"fallback"}""").RootElement;
        _rig.Session = _rig.Session with { Fallback = new("fallback-agent", "credential", "other", new(settings, Secret.None), null) };
    }

    [Theory]
    [InlineData(CloseKind.Unauthorized)]
    [InlineData(CloseKind.QuotaExceeded)]
    [InlineData(CloseKind.Misconfigured)]
    [InlineData(CloseKind.RateLimited)]
    [InlineData(CloseKind.ProviderError)]
    [InlineData(CloseKind.ProtocolError)]
    public void Agent_FailsForGood_ItsFallbackGoesOnWithTheConversation(CloseKind kind)
    {
        Converse();
        _rig.Agent.HangUp(kind);
        _rig.PassSeconds(0.1);

        Assert.Single(_rig.Connector.Connections);
        Assert.Equal(GreetingMode.None, _rig.Fallback.Agent.Options.Greeting.Mode);
        Assert.Null(_rig.Fallback.Agent.Options.ResumeToken);
        Assert.Equal([new(Speaker.User, "My name is Anna."), new(Speaker.Agent, "Hello Anna.")], _rig.Fallback.Agent.Options.History);
        Assert.Contains(_rig.Seen<SessionEvent.Warning>(), warning => warning.Code == "agent-replaced");
        Assert.Contains(_rig.Seen<SessionEvent.Reconnected>(), back => back.Part == SessionPart.Agent);
        Assert.Equal([new(null), new("token"), new(null, OnFallback: true)], _rig.Progress.Distinct());
    }

    [Fact]
    public void Fallback_WithOtherRates_IsHeardAndSpoken()
    {
        _rig.Fallback.OutputFormat = Connectors.Audio.AudioFormat.Pcm16(16_000);
        _rig.Fallback.InputFormat = Connectors.Audio.AudioFormat.Pcm16(24_000);
        Converse();
        _rig.Agent.HangUp(CloseKind.ProviderError);
        _rig.PassSeconds(0.1);
        _rig.Fallback.Agent.Turn(7_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(2);
        Assert.Equal(1, _rig.Avatars.HeardOf(7_000).TotalSeconds, 0.05);
        var before = _rig.Fallback.Agent.AudioBytes;
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1));
        Assert.InRange(_rig.Fallback.Agent.AudioBytes - before, 46_000, 50_000);
    }

    [Fact]
    public void Agent_LostAndNotGotBack_ItsFallbackGoesOn()
    {
        Converse();
        _rig.Connector.ReadyAtOnce = false;
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        for (var i = 0; i < 20 && _rig.Fallback.Connections.Count == 0; i++)
        {
            _rig.PassSeconds(9);
            _rig.Agent.HangUp(CloseKind.Network, retryable: true);
            _rig.PassSeconds(0.1);
        }

        Assert.Single(_rig.Fallback.Connections);
        _rig.Fallback.Agent.Turn(5_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(1);
        Assert.Contains(_rig.Seen<SessionEvent.AvatarSpeechStarted>(), started => started.Turn == 2);
    }

    [Theory]
    [InlineData(CloseKind.EndedByAgent)]
    [InlineData(CloseKind.MaximumDuration)]
    [InlineData(CloseKind.Idle)]
    public async Task Agent_DoneWithItsConversation_IsNotReplaced(CloseKind kind)
    {
        Converse();
        _rig.Agent.HangUp(kind);
        await _rig.EndAsync();
        Assert.Empty(_rig.Fallback.Connections);
    }

    [Fact]
    public async Task Fallback_ThatFailsToo_EndsTheSessionWithItsOwnReason()
    {
        Converse();
        _rig.Agent.HangUp(CloseKind.Unauthorized);
        _rig.PassSeconds(0.1);
        _rig.Fallback.Agent.HangUp(CloseKind.QuotaExceeded);
        var end = await _rig.EndAsync();
        Assert.Equal(SessionEndCauses.From(CloseKind.QuotaExceeded), end);
    }

    [Fact]
    public void Agent_FailsBeforeItsFirstWord_FallbackGreets()
    {
        _rig.Connector.ReadyAtOnce = false;
        _rig.StartTalking();
        _rig.Agent.HangUp(CloseKind.Unauthorized);
        _rig.PassSeconds(0.1);
        Assert.Equal(GreetingMode.AsConfigured, _rig.Fallback.Agent.Options.Greeting.Mode);
    }

    [Fact]
    public async Task Agent_FailsWhileItsRenewalIsPrepared_TheFallbackIsNotOpenedWithWhatWasForTheAgent()
    {
        var pending = new TaskCompletionSource<AgentPreparation>();
        _rig.Connector.Preparing = number => number == 2 ? pending.Task : null;
        Converse();
        _rig.Agent.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(30)));
        _rig.PassSeconds(0.1);
        Assert.Equal(2, _rig.Connector.Preparations);
        _rig.Agent.HangUp(CloseKind.ProviderError);
        _rig.PassSeconds(0.1);
        pending.SetResult(new(new ConnectorSetup(default, Secret.None)));
        await Task.Yield();
        _rig.PassSeconds(0.1);
        Assert.Single(_rig.Connector.Connections);
        Assert.Single(_rig.Fallback.Connections);
    }

    [Fact]
    public void Process_ThatGoesOnWithTheFallback_DoesNotAskTheAgentAgain()
    {
        _rig.Start(resumption: new(TimeSpan.FromMinutes(1), 3, new(null, OnFallback: true)));
        _rig.Room.UserJoins();
        _rig.PassSeconds(0.1);
        Assert.Empty(_rig.Connector.Connections);
        Assert.Single(_rig.Fallback.Connections);
    }

    private void Converse()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ResumeToken("token"));
        _rig.Agent.Tell(new AgentEvent.UserText("1", "My name is Anna.", IsFinal: true));
        var turn = _rig.Agent.Turn(5_000, TimeSpan.FromSeconds(1));
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, "Hello Anna.", AgentTextKind.Full));
        _rig.PassSeconds(3);
    }
}
