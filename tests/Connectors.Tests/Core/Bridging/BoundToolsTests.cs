using System.Net;
using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Tests.Core.Tools;

namespace Connectors.Tests.Core.Bridging;

public sealed class BoundToolsTests : IDisposable
{
    private readonly BridgeRig _rig = new();
    private readonly ToolRig _tools;

    public BoundToolsTests()
    {
        _tools = new(_rig.Time);
        _rig.Tools = _tools.Client;
        _rig.Session = _rig.Session with { Tools = _tools.Tools };
        Answer("""{"degrees":21}""");
    }

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Tool_OfTheTenantsServer_IsAnsweredByItAndThePageSeesNothing()
    {
        _rig.StartTalking();
        Call("c1", "weather");
        await AnsweredAsync();
        Assert.Equal(new("c1", """{"degrees":21}""", IsError: false), Assert.Single(_rig.Agent.ToolResults));
        Assert.Equal("answered", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        Assert.DoesNotContain("elevenlabs_agent_event", _rig.Rooms.SentTypes);
    }

    [Fact]
    public async Task Tool_ThatPassesInTheProvidersOwnWords_IsWithheldFromThePage()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.Raw("client_tool_call", """{"client_tool_call":{"tool_name":"weather"}}"""u8.ToArray()));
        Call("c1", "weather");
        await AnsweredAsync();
        Assert.DoesNotContain("elevenlabs_agent_event", _rig.Rooms.SentTypes);
    }

    [Fact]
    public async Task Tool_OfTheTenantsServer_NeedsNobodyInTheRoom()
    {
        _rig.StartTalking();
        _rig.Room.UserLeaves();
        Call("c1", "weather");
        await AnsweredAsync();
        Assert.False(Assert.Single(_rig.Agent.ToolResults).IsError);
    }

    [Fact]
    public void Tool_ThatIsNotBound_GoesToThePage()
    {
        _rig.StartTalking();
        Call("c1", "print");
        Assert.Contains("elevenlabs_agent_event", _rig.Rooms.SentTypes);
        Assert.Empty(_tools.Servers.Received);
    }

    [Fact]
    public async Task Tool_WhoseAgentDoesNotWait_IsCarriedOutAndNotAnswered()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "weather", "{}", ExpectsResult: false, Timeout: null));
        _rig.Bridge.Step();
        await AnsweredAsync();
        Assert.Empty(_rig.Agent.ToolResults);
        Assert.Equal(1, _tools.Servers.To("weather.example"));
    }

    [Fact]
    public async Task Call_ThatTheAgentCancels_IsGivenUp()
    {
        _tools.Servers.Stall("weather.example");
        _rig.StartTalking();
        Call("c1", "weather");
        _rig.Agent.Tell(new AgentEvent.ToolCallCancelled(["c1"]));
        _rig.Bridge.Step();
        Assert.Equal("cancelled", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        await LateReplyAsync();
        Assert.Empty(_rig.Agent.ToolResults);
        Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>());
    }

    [Fact]
    public async Task Answer_ForAConversationThatIsGone_IsNotToldToTheNext()
    {
        _tools.Servers.Stall("weather.example");
        _rig.StartTalking();
        Call("c1", "weather");
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(0.1);
        Assert.Equal("agent-lost", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        await LateReplyAsync();
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.All(_rig.Connector.Connections, static connection => Assert.Empty(connection.ToolResults));
    }

    [Fact]
    public async Task Answer_ForAConnectionThatWasRenewedMeanwhile_IsNotToldToTheNext()
    {
        _tools.Servers.Stall("weather.example");
        _rig.StartTalking();
        Call("c1", "weather");
        _rig.Agent.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(6)));
        _rig.PassSeconds(1.2);
        Assert.Equal(2, _rig.Connector.Connections.Count);
        Assert.Equal("agent-lost", Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>()).Reason);
        await LateReplyAsync();
        Assert.Single(_rig.Seen<SessionEvent.ToolAnswered>());
        Assert.All(_rig.Connector.Connections, static connection => Assert.Empty(connection.ToolResults));
    }

    [Fact]
    public async Task Session_ThatEnds_DoesNotWaitForTheTenantsServer()
    {
        _tools.Servers.Stall("weather.example");
        _rig.StartTalking();
        Call("c1", "weather");
        var before = _rig.Time.Elapsed;
        _rig.Bridge.End(SessionEnd.For(SessionEndReasons.StoppedByTenant));
        await _rig.EndAsync();
        Assert.InRange((_rig.Time.Elapsed - before).TotalSeconds, 0, 4.9);
    }

    [Fact]
    public void ToolCall_BeforeTheRoomIsJoined_WaitsForThePage()
    {
        _rig.Start(resumption: new(TimeSpan.FromMinutes(1), 1, new(null)) { WaitsOutside = true });
        Call("c1", "print");
        Assert.Empty(_rig.Agent.ToolResults);
        _rig.Bridge.Post(new Connectors.Core.Bridging.EnterRequest());
        _rig.Bridge.Step();
        _rig.Room.UserJoins();
        _rig.Bridge.Step();
        Assert.Contains("elevenlabs_agent_event", _rig.Rooms.SentTypes);
    }

    private void Call(string id, string tool)
    {
        _rig.Agent.Tell(new AgentEvent.ToolCall(id, tool, "{}", ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
    }

    private void Answer(string body) =>
        _tools.Servers.Answers["weather.example"] = () => new(HttpStatusCode.OK) { Content = new StringContent(body) };

    // The reply comes from another thread; the loop is woken by it.
    private async Task AnsweredAsync()
    {
        while (!_rig.Seen<SessionEvent.ToolAnswered>().Any())
        {
            await Task.Yield();
            _rig.Bridge.Step();
        }
    }

    private async Task LateReplyAsync()
    {
        _tools.Servers.Resume("weather.example");
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
            _rig.Bridge.Step();
        }
    }
}
