using System.Text;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.CustomAgent.Dialog;
using Connectors.Providers.CustomAgent.Wire;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class ConversationTests
{
    private const string Able = """
        {"type":"ready","version":1,"conversation_id":"c","input_rate":8000,"output_rate":44100,"more":1,"capabilities":{
          "interruption_signal":"turn","marks_turn_end":true,"user_transcript":"interim","agent_transcript":"final",
          "corrects_agent_text":true,"user_text":true,"context":true,"say":"instructed","interrupt":true,"user_activity":true,
          "tools":true,"playout_reports":true,"suppresses_greeting":true,"resume":"token","maximum_connection_ms":60000,"more":{}}}
        """;

    private readonly List<string> _sent = [];
    private readonly Conversation _conversation;

    public ConversationTests() => _conversation = new(AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(24_000), message =>
    {
        _sent.Add(Encoding.UTF8.GetString(message.Written.Span));
        message.Dispose();
        return true;
    });

    [Fact]
    public void Ready_WithEverything_IsTakenAtItsWord()
    {
        Assert.Null(Take(Able));
        var ready = Assert.IsType<AgentEvent.Ready>(Assert.Single(_conversation.Outbox));

        Assert.Equal(("c", 8_000, 44_100), (ready.ConversationId, ready.InputFormat.SampleRate, ready.OutputFormat.SampleRate));
        Assert.Equal(
            new AgentCapabilities
            {
                InterruptionSignal = InterruptionSignal.Turn,
                MarksTurnEnd = true,
                UserTranscript = TranscriptKind.Interim,
                AgentTranscript = TranscriptKind.Final,
                CorrectsAgentText = true,
                UserTextTurn = true,
                ContextNotes = true,
                Say = SayKind.Instructed,
                ClientInterrupt = true,
                UserActivity = true,
                Tools = true,
                UsesPlayoutReports = true,
                SuppressesGreeting = true,
                Resume = ResumeKind.Token,
                MaximumConnectionTime = TimeSpan.FromMinutes(1),
            },
            ready.Capabilities);
    }

    [Fact]
    public void Ready_WithNothing_CanNothingAndHasOurFormats()
    {
        Assert.Null(Take("""{"type":"ready","version":1}"""));
        var ready = Assert.IsType<AgentEvent.Ready>(Assert.Single(_conversation.Outbox));

        Assert.Equal((16_000, 24_000), (ready.InputFormat.SampleRate, ready.OutputFormat.SampleRate));
        Assert.Equal(new AgentCapabilities(), ready.Capabilities);
    }

    [Theory]
    [InlineData("""{"type":"ready"}""", "version")]
    [InlineData("""{"type":"ready","version":2}""", "version")]
    [InlineData("""{"type":"ready","version":"1"}""", "version")]
    [InlineData("""{"type":"ready","version":1,"input_rate":96000}""", "input_rate")]
    [InlineData("""{"type":"ready","version":1,"output_rate":"24000"}""", "output_rate")]
    [InlineData("""{"type":"ready","version":1,"conversation_id":7}""", "conversation_id")]
    [InlineData("""{"type":"ready","version":1,"capabilities":[]}""", "capabilities")]
    [InlineData("""{"type":"ready","version":1,"capabilities":{"say":"loud"}}""", "capabilities.say")]
    [InlineData("""{"type":"ready","version":1,"capabilities":{"tools":"yes"}}""", "capabilities.tools")]
    [InlineData("""{"type":"ready","version":1,"capabilities":{"maximum_connection_ms":1}}""", "capabilities.maximum_connection_ms")]
    public void Ready_WithAMistake_EndsTheConversationByTheMembersName(string json, string member)
    {
        Assert.Contains(member, Take(json), StringComparison.Ordinal);

        Assert.False(_conversation.IsReady);
        Assert.Equal((CloseKind.Misconfigured, "bad-ready"), (_conversation.Ending!.Kind, _conversation.Ending.Code));
        Assert.Contains(member, _conversation.Ending.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"turn_ended"}""", "no turn")]
    [InlineData("""{"type":"interrupted","turn":1}""", "turn")]
    [InlineData("""{"type":"agent_text","text":"x"}""", "no turn")]
    [InlineData("""{"type":"user_text"}""", "text")]
    [InlineData("""{"type":"user_text","text":"secret words","is_final":"secret words"}""", "is_final")]
    [InlineData("""{"type":"tool_call","call_id":"a"}""", "name")]
    [InlineData("""{"type":"tool_call","call_id":"a","name":"b","arguments":"secret words"}""", "arguments")]
    [InlineData("""{"type":"tool_call_cancelled","call_ids":"secret words"}""", "call_ids")]
    [InlineData("""{"type":"going_away"}""", "time_left_ms")]
    [InlineData("""{"type":"resume_token"}""", "token")]
    [InlineData("""{"type":"warning","message":"secret words"}""", "code")]
    [InlineData("""{"type":"usage","input_tokens":1.5}""", "input_tokens")]
    [InlineData("""{"type":"ready","version":1}""", "already")]
    public void Message_WithAMistake_DoesNothingAndNamesTheMemberNotItsValue(string json, string member)
    {
        Take(Able);
        var fault = Take(json);

        Assert.Contains(member, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", fault, StringComparison.Ordinal);
        Assert.Single(_conversation.Outbox);
        Assert.Null(_conversation.Ending);
    }

    [Fact]
    public void Message_BeforeReady_IsAMistake() =>
        Assert.Contains("before ready", Take("""{"type":"turn_started"}"""), StringComparison.Ordinal);

    [Fact]
    public void Message_ThatNeedsACapabilityThatIsOff_IsAMistake()
    {
        Take("""{"type":"ready","version":1}""");

        Assert.Contains("tools", Take("""{"type":"tool_call","call_id":"a","name":"b"}"""), StringComparison.Ordinal);
        Assert.Contains("token", Take("""{"type":"resume_token","token":"x"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_OfEveryKind_BecomeTheirEvents()
    {
        Take(Able);
        string[] messages =
        [
            """{"type":"user_speech_started"}""", """{"type":"user_speech_stopped"}""",
            """{"type":"user_text","text":"So","is_final":false}""", """{"type":"user_text","text":"So far"}""",
            """{"type":"user_text","text":"Next"}""", """{"type":"user_text","text":"Named","item_id":"u"}""",
            """{"type":"turn_started"}""", """{"type":"agent_text","text":"Hel","kind":"delta"}""",
            """{"type":"agent_text","text":"Hello"}""", """{"type":"agent_text","text":"","kind":"correction","turn":1}""",
            """{"type":"tool_call","call_id":"a","name":"b","arguments":{"c":1},"timeout_ms":500}""",
            """{"type":"tool_call_cancelled","call_ids":["a","unknown"]}""", """{"type":"going_away","time_left_ms":1000}""",
            """{"type":"resume_token","token":"t"}""", """{"type":"warning","code":"two words"}""",
            """{"type":"usage","input_tokens":3}""", """{"type":"turn_ended"}""",
        ];
        Assert.All(messages, message => Assert.Null(Take(message)));

        AgentEvent[] expected =
        [
            new AgentEvent.UserSpeechStarted(), new AgentEvent.UserSpeechStopped(),
            new AgentEvent.UserText("user_1", "So", false), new AgentEvent.UserText("user_1", "So far", true),
            new AgentEvent.UserText("user_2", "Next", true), new AgentEvent.UserText("u", "Named", true),
            new AgentEvent.TurnStarted(new(1)), new AgentEvent.AgentText(new(1), "Hel", AgentTextKind.Delta),
            new AgentEvent.AgentText(new(1), "Hello", AgentTextKind.Full),
            new AgentEvent.AgentText(new(1), string.Empty, AgentTextKind.Correction),
            new AgentEvent.ToolCall("a", "b", """{"c":1}""", true, TimeSpan.FromMilliseconds(500)),
            new AgentEvent.GoingAway(TimeSpan.FromSeconds(1)), new AgentEvent.ResumeToken("t"),
            new AgentEvent.Warning("agent-warning", "The agent warned (unknown)."), new AgentEvent.Usage(3, 0),
            new AgentEvent.TurnAudioEnded(new(1)),
        ];
        Assert.Equal(expected, _conversation.Outbox.Skip(1).Where(e => e is not AgentEvent.ToolCallCancelled));
        Assert.Equal(["a"], Assert.Single(_conversation.Outbox.OfType<AgentEvent.ToolCallCancelled>()).CallIds);
    }

    [Fact]
    public void Message_OfAnUnknownType_IsNone()
    {
        Take(Able);

        Assert.False(AgentEvents.TryApply(_conversation, Read("""{"type":"brand_new"}""")));
        Assert.Single(_conversation.Outbox);
    }

    [Fact]
    public void ToolCalls_BeyondTheLimitOrTwice_AreMistakes()
    {
        Take(Able);
        for (var i = 0; i < 64; i++)
        {
            Assert.Null(Take($$"""{"type":"tool_call","call_id":"{{i}}","name":"b"}"""));
        }

        Assert.NotNull(Take("""{"type":"tool_call","call_id":"64","name":"b"}"""));
        Assert.NotNull(Take("""{"type":"tool_call","call_id":"0","name":"b"}"""));
        Assert.Null(Take("""{"type":"tool_call","call_id":"said","name":"b","expects_result":false}"""));
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("said", "x", false)));
        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("0", "x", true)));
        Assert.Equal("""{"type":"tool_result","call_id":"0","result":"x","is_error":true}""", Assert.Single(_sent));
    }

    [Theory]
    [InlineData("x_lights", """{"on":true,"type":"y"}""", SendResult.Accepted)]
    [InlineData("x_lights", "[]", SendResult.Invalid)]
    [InlineData("x_two words", "{}", SendResult.NotSupported)]
    [InlineData("user_text", "{}", SendResult.NotSupported)]
    public void OwnMessage_OfATenant_PassesUnderItsPrefixOnly(string type, string json, SendResult expected)
    {
        Take(Able);
        using var data = JsonDocument.Parse(json);

        Assert.Equal(expected, OwnMessages.Send(_conversation, type, data.RootElement));
        Assert.Equal(expected == SendResult.Accepted ? ["""{"type":"x_lights","on":true}"""] : [], _sent);
    }

    private static AgentMessage Read(string json)
    {
        Assert.True(AgentMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));
        return message;
    }

    private string? Take(string json)
    {
        var message = Read(json);
        Assert.True(AgentEvents.TryApply(_conversation, message));
        return message.Fault;
    }
}
