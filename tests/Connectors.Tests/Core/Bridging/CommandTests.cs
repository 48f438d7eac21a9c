using System.Text.Json;
using Connectors.Core.Bridging;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

public sealed class CommandTests
{
    private readonly BridgeRig _rig = new();

    [Theory]
    [InlineData("""{"event_type":"avatar.interrupt"}""")]
    [InlineData("""{"event_type":"avatar.speak_text","event_id":"e1","text":"Hi"}""")]
    [InlineData("""{"event_type":"avatar.speak_response","event_id":"e1","text":"Hi"}""")]
    [InlineData("""{"event_type":"avatar.start_listening","event_id":"e1"}""")]
    [InlineData("""{"event_type":"avatar.stop_listening","event_id":"e1"}""")]
    [InlineData("""{"event_type":"user.start_push_to_talk"}""")]
    [InlineData("""{"event_type":"AGENT","event_id":"e1","elevenlabs_event_type":"user_message","data":{"text":"hi"}}""")]
    [InlineData("""{"event_type":"AGENT","event_id":"e1","elevenlabs_event_type":"contextual_update","data":{"text":"cart"}}""")]
    [InlineData("""{"event_type":"AGENT","event_id":"e1","elevenlabs_event_type":"user_activity"}""")]
    [InlineData("""{"event_type":"AGENT","event_id":"e1","elevenlabs_event_type":"feedback","data":{"score":"like"}}""")]
    public void Command_OfTheUser_IsAcceptedAndAnswered(string json)
    {
        _rig.StartTalking();
        var result = Answer(json);
        Assert.True(result.GetProperty("accepted").GetBoolean());
        Assert.Equal(JsonDocument.Parse(json).RootElement.TryGetProperty("event_id", out _) ? "e1" : null,
            result.GetProperty("source_event_id").GetString());
    }

    [Theory]
    [InlineData("""{"event_type":"user.stop_push_to_talk"}""", "not-pressed")]
    [InlineData("""{"event_type":"avatar.fly"}""", "unknown-command")]
    [InlineData("""{"event_type":"session.update"}""", "unsupported-command")]
    [InlineData("""{"event_type":5}""", "wrong-type")]
    [InlineData("""{"event_type":"avatar.speak_text"}""", "missing-field")]
    [InlineData("not json", "malformed-json")]
    [InlineData("""{"event_type":"AGENT","elevenlabs_event_type":"user_message","data":{"text":""}}""", "missing-field")]
    [InlineData("""{"event_type":"AGENT","elevenlabs_event_type":"user_message"}""", "missing-field")]
    [InlineData(
        """{"event_type":"AGENT","elevenlabs_event_type":"client_tool_result","data":{"tool_call_id":"x","result":"1"}}""",
        "unknown-tool-call")]
    [InlineData("""{"event_type":"AGENT","elevenlabs_event_type":"client_tool_result","data":[]}""", "wrong-type")]
    public void Command_ThatCantBeCarriedOut_IsRejectedWithTheReason(string json, string reason)
    {
        _rig.StartTalking();
        var result = Answer(json);
        Assert.False(result.GetProperty("accepted").GetBoolean());
        Assert.Equal(reason, result.GetProperty("reason").GetString());
    }

    [Fact]
    public void Command_OfSomebodyElse_IsRefusedAndNotCarriedOut()
    {
        _rig.StartTalking();
        var result = Answer("""{"event_type":"avatar.speak_text","event_id":"e1","text":"Hi"}""", sender: "mallory");
        Assert.Equal("not-the-user", result.GetProperty("reason").GetString());
        Assert.Empty(_rig.Agent.Calls);
        Assert.Contains(_rig.Seen<SessionEvent.CommandAnswered>(), answer => answer is { Accepted: false, Reason: "not-the-user" });
    }

    [Fact]
    public void Command_WithoutSender_IsTheUsersOnlyWhereNobodyElseIs()
    {
        _rig.StartTalking();
        Assert.True(Answer("""{"event_type":"avatar.interrupt"}""", sender: null).GetProperty("accepted").GetBoolean());
        _rig.Rooms.Participants.Add("mallory");
        _rig.Room.Tell(new Connectors.Core.Rooms.RoomEvent.ParticipantJoined("mallory"));
        Assert.False(Answer("""{"event_type":"avatar.interrupt"}""", sender: null).GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public void Command_BeforeTheAgentIsReady_IsRejected()
    {
        _rig.Connector.ReadyAtOnce = false;
        _rig.StartTalking();
        Assert.Equal(
            "agent-not-ready", Answer("""{"event_type":"avatar.speak_response","text":"Hi"}""").GetProperty("reason").GetString());
        Answer("""{"event_type":"user.start_push_to_talk"}""");
        Assert.Contains("user.push_to_talk_start_failed", _rig.Rooms.SentTypes);
    }

    [Fact]
    public void Command_WhatTheProviderLacks_IsRejected()
    {
        _rig.StartTalking();
        _rig.Agent.Answer = SendResult.NotSupported;
        Assert.Equal("not-supported", Answer("""{"event_type":"avatar.speak_text","text":"Hi"}""").GetProperty("reason").GetString());
    }

    [Fact]
    public void ProvidersOwnMessage_AgentOfAnotherProvider_IsRejected()
    {
        _rig.Connector.RoomEnvelope = null;
        _rig.StartTalking();
        var result = Answer("""{"event_type":"AGENT","elevenlabs_event_type":"feedback","data":{}}""");
        Assert.Equal("wrong-agent-type", result.GetProperty("reason").GetString());
    }

    [Fact]
    public void PushToTalk_OnlyThePressedTimeIsHeard()
    {
        _rig.StartTalking();
        Assert.True(_rig.Bridge.IsUserHeard);
        Answer("""{"event_type":"user.start_push_to_talk"}""");
        Assert.True(_rig.Bridge.IsUserHeard);
        Answer("""{"event_type":"user.stop_push_to_talk"}""");
        Assert.False(_rig.Bridge.IsUserHeard);
        Answer("""{"event_type":"user.start_push_to_talk"}""");
        Assert.True(_rig.Bridge.IsUserHeard);
        Assert.Equal(
            ["user.push_to_talk_started", "user.push_to_talk_stopped", "user.push_to_talk_started"],
            _rig.Rooms.SentTypes.Where(type => type.StartsWith("user.push", StringComparison.Ordinal)));
    }

    [Fact]
    public void PushToTalk_FromTheStart_NothingIsHeardBeforeTheFirstPress()
    {
        _rig.Session = _rig.Session with { PushToTalk = true };
        _rig.StartTalking();
        Assert.False(_rig.Bridge.IsUserHeard);
    }

    [Fact]
    public void ToolCall_AnsweredByThePage_ReachesTheAgentOnce()
    {
        _rig.Connector.RoomEnvelope = null;
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "weather", """{"city":"Bern"}""", ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
        var message = _rig.Rooms.Sent.Single(said => said.Type == "elevenlabs_agent_event").Json;
        Assert.Equal("client_tool_call", message.GetProperty("elevenlabs_event_type").GetString());
        var call = message.GetProperty("data").GetProperty("client_tool_call");
        Assert.Equal("Bern", call.GetProperty("parameters").GetProperty("city").GetString());
        const string Result = """
            {"event_type":"AGENT","elevenlabs_event_type":"client_tool_result",
             "data":{"tool_call_id":"c1","result":{"ok":true},"is_error":false}}
            """;
        Assert.True(Answer(Result).GetProperty("accepted").GetBoolean());
        Assert.Equal("unknown-tool-call", Answer(Result).GetProperty("reason").GetString());
        Assert.Equal(new ToolResult("c1", """{"ok":true}""", IsError: false), Assert.Single(_rig.Agent.ToolResults));
    }

    [Fact]
    public void ToolCall_NobodyAnswers_IsAnsweredAsAnErrorInTime()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "weather", "{}", ExpectsResult: true, TimeSpan.FromSeconds(5)));
        _rig.PassSeconds(4.9);
        Assert.Empty(_rig.Agent.ToolResults);
        _rig.PassSeconds(0.2);
        Assert.True(Assert.Single(_rig.Agent.ToolResults).IsError);
        Assert.Contains(_rig.Seen<SessionEvent.ToolAnswered>(), answer => answer.Reason == "timed-out");
    }

    [Fact]
    public void ToolCall_TooLargeForAPacket_IsAnsweredAsAnErrorAndNeverCut()
    {
        _rig.Connector.RoomEnvelope = null;
        _rig.StartTalking();
        var arguments = $$"""{"text":"{{new string('x', 20_000)}}"}""";
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "print", arguments, ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
        Assert.True(Assert.Single(_rig.Agent.ToolResults).IsError);
        Assert.DoesNotContain("elevenlabs_agent_event", _rig.Rooms.SentTypes);
    }

    [Fact]
    public void ToolCall_NobodyInTheRoom_IsAnsweredAsAnErrorAtOnce()
    {
        _rig.StartTalking();
        _rig.Room.UserLeaves();
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "weather", "{}", ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
        Assert.True(Assert.Single(_rig.Agent.ToolResults).IsError);
    }

    [Fact]
    public void ToolCall_ArgumentsThatAreNoJson_IsAnsweredAsAnError()
    {
        _rig.Connector.RoomEnvelope = null;
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.ToolCall("c1", "weather", "{oops", ExpectsResult: true, Timeout: null));
        _rig.Bridge.Step();
        Assert.True(Assert.Single(_rig.Agent.ToolResults).IsError);
    }

    [Fact]
    public void ProvidersOwnEvents_PassToThePage_OnlyForTheProviderThePageKnows()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.Raw("vad_score", """{"vad_score_event":{"vad_score":0.5}}"""u8.ToArray()));
        _rig.Bridge.Step();
        var passed = _rig.Rooms.Sent.Single(said => said.Type == "elevenlabs_agent_event").Json;
        Assert.Equal("vad_score", passed.GetProperty("elevenlabs_event_type").GetString());
        Assert.Equal(0.5, passed.GetProperty("data").GetProperty("vad_score_event").GetProperty("vad_score").GetDouble());
    }

    [Fact]
    public void UserMessage_ProviderWithoutInterruptionSignal_SilencesTheAvatar()
    {
        _rig.Connector.Capabilities = _rig.Connector.Capabilities with { InterruptionSignal = InterruptionSignal.None };
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(10));
        _rig.PassSeconds(2);
        Answer("""{"event_type":"avatar.speak_response","text":"Stop, another question"}""");
        Assert.Contains("interrupt", _rig.Avatar.Commands);
        Assert.Contains(_rig.Transcript!.History(), line => line.Text == "Stop, another question");
    }

    [Fact]
    public async Task Command_ByApi_IsAnswered()
    {
        _rig.StartTalking();
        var answer = new TaskCompletionSource<CommandOutcome>();
        _rig.Bridge.Post(new CommandRequest(new RoomCommand.SpeakText(null, "Hi"), answer));
        _rig.Bridge.Step();
        Assert.True((await answer.Task).IsAccepted);
        Assert.Equal(["say:Hi"], _rig.Agent.Calls);
    }

    private JsonElement Answer(string json, string? sender = "client")
    {
        var before = _rig.Rooms.Sent.Count;
        _rig.Room.Command(json.Replace("AGENT", "elevenlabs_agent_command", StringComparison.Ordinal), sender);
        _rig.Bridge.Step();
        return Assert.Single(_rig.Rooms.Sent.Skip(before), said => said is { Topic: "connectors", Type: "command.result" }).Json;
    }
}
