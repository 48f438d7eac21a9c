using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Testing;

namespace Connectors.Tests.Core.Rooms.Messages;

public sealed class RoomMessageWriterTests : IDisposable
{
    private const string Session = "7a564c24-0f0a-4f3a-9c53-6a5a6c7f1d11";
    private const string Source = "src-1";

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly RoomMessageWriter _writer = new(Session);

    public void Dispose() => _writer.Dispose();

    [Theory]
    [InlineData(RoomSignal.UserSpeakStarted, "user.speak_started")]
    [InlineData(RoomSignal.UserSpeakEnded, "user.speak_ended")]
    [InlineData(RoomSignal.AvatarSpeakStarted, "avatar.speak_started")]
    [InlineData(RoomSignal.AvatarSpeakEnded, "avatar.speak_ended")]
    [InlineData(RoomSignal.PushToTalkStarted, "user.push_to_talk_started")]
    [InlineData(RoomSignal.PushToTalkStartFailed, "user.push_to_talk_start_failed")]
    [InlineData(RoomSignal.PushToTalkStopped, "user.push_to_talk_stopped")]
    [InlineData(RoomSignal.PushToTalkStopFailed, "user.push_to_talk_stop_failed")]
    public void WriteSignal_EverySignal_IsSpelledAsTheSdkReadsIt(RoomSignal signal, string type)
    {
        _writer.WriteSignal(_buffer, signal, Source);

        AssertMessage($$"""{"event_type":"{{type}}","session_id":"{{Session}}","source_event_id":"src-1"}""");
    }

    [Theory]
    [InlineData(RoomTextKind.UserTranscription, "user.transcription")]
    [InlineData(RoomTextKind.UserTranscriptionChunk, "user.transcription.chunk")]
    [InlineData(RoomTextKind.AvatarTranscription, "avatar.transcription")]
    [InlineData(RoomTextKind.AvatarTranscriptionChunk, "avatar.transcription.chunk")]
    public void WriteText_EveryKind_IsSpelledAsTheSdkReadsIt(RoomTextKind kind, string type)
    {
        const string Text = "hi — ünïcode 🎧";

        Assert.Equal(Text.Length, _writer.WriteText(_buffer, kind, Text, null));

        AssertMessage($$"""{"event_type":"{{type}}","source_event_id":null,"session_id":"{{Session}}","text":"{{Text}}"}""");
    }

    [Fact]
    public void WriteText_EmptyText_IsWritten()
    {
        Assert.Equal(0, _writer.WriteText(_buffer, RoomTextKind.AvatarTranscription, "", null));

        AssertMessage($$"""{"event_type":"avatar.transcription","source_event_id":null,"session_id":"{{Session}}","text":""}""");
    }

    [Fact]
    public void WriteAgentEvent_ToolCall_PassesTheProvidersObjectWhole()
    {
        const string Data = """{"client_tool_call":{"tool_name":"x","tool_call_id":"c1","parameters":{"a":1,"é":"\u00e9\n"}}}""";

        var result = _writer.WriteAgentEvent(_buffer, "client_tool_call", Encoding.UTF8.GetBytes(Data), null);

        Assert.Equal(RoomWriteResult.Written, result);
        AssertMessage($$"""
            {"event_type":"elevenlabs_agent_event","source_event_id":null,"session_id":"{{Session}}",
             "elevenlabs_event_type":"client_tool_call","data":{{Data}} }
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    public void WriteAgentEvent_NotAnObject_WritesNothing(string data)
    {
        var result = _writer.WriteAgentEvent(_buffer, "x", Encoding.UTF8.GetBytes(data), null);

        Assert.Equal((RoomWriteResult.NotAnObject, 0), (result, _buffer.WrittenCount));
    }

    [Fact]
    public void WriteAgentEvent_ParametersThatDontFit_AreNeverCut()
    {
        var fits = ToolCall(RoomLimits.DataBytes - 500);
        var large = ToolCall(RoomLimits.DataBytes);

        Assert.Equal(RoomWriteResult.TooLarge, _writer.WriteAgentEvent(_buffer, "client_tool_call", large, Source));
        Assert.Equal(0, _buffer.WrittenCount);
        Assert.Equal(RoomWriteResult.Written, _writer.WriteAgentEvent(_buffer, "client_tool_call", fits, Source));
        Assert.InRange(_buffer.WrittenCount, fits.Length, RoomLimits.DataBytes);
    }

    [Fact]
    public void WriteSessionStopped_AgentHungUp_SaysItInLiveAvatarsWordsTwice()
    {
        _writer.WriteSessionStopped(_buffer, SessionEnd.For(SessionEndReasons.AgentHungUp), null);

        AssertMessage($$"""
            {"event_type":"session.stopped","source_event_id":null,"session_id":"{{Session}}",
             "stop_reason":"AGENT_HANG_UP","end_reason":"AGENT_HANG_UP"}
            """);
    }

    [Fact]
    public void WriteAccepted_Command_NamesItAndItsId()
    {
        _writer.WriteAccepted(_buffer, new RoomCommand.SpeakText("c-1", "my secret"));

        AssertMessage($$"""
            {"event_type":"command.result","session_id":"{{Session}}","source_event_id":"c-1","command":"avatar.speak_text","accepted":true}
            """);
    }

    [Fact]
    public void WriteRejected_CommandThatWasRead_SaysWhichAndWhy()
    {
        var rejection = CommandRejection.Of(new RoomCommand.Interrupt(null), "not-the-user", "Only the user may do this.");

        _writer.WriteRejected(_buffer, rejection);

        AssertMessage($$"""
            {"event_type":"command.result","session_id":"{{Session}}","source_event_id":null,"command":"avatar.interrupt",
             "accepted":false,"reason":"not-the-user","message":"Only the user may do this."}
            """);
    }

    [Fact]
    public void WriteRejected_CommandThatCouldNotBeRead_HasNoName()
    {
        _writer.WriteRejected(_buffer, RoomCommandReader.Read("{}"u8, Session).Rejection!);

        AssertMessage($$"""
            {"event_type":"command.result","session_id":"{{Session}}","source_event_id":null,
             "accepted":false,"reason":"missing-field","message":"event_type is missing."}
            """);
    }

    [Fact]
    public void WriteState_Live_SaysWhatTheAgentDoes()
    {
        _writer.WriteState(_buffer, SessionState.Live, isReconnecting: true, AgentState.Thinking, null);

        AssertMessage($$"""
            {"event_type":"session.state","session_id":"{{Session}}","source_event_id":null,
             "state":"live","reconnecting":true,"agent_state":"thinking"}
            """);
    }

    [Fact]
    public void WriteState_Ended_SaysHow()
    {
        _writer.WriteState(_buffer, SessionState.Ended, false, null, SessionEnd.For(SessionEndReasons.AgentUnauthorized));

        AssertMessage($$"""
            {"event_type":"session.state","session_id":"{{Session}}","source_event_id":null,"state":"ended","reconnecting":false,
             "end":{"result":"tenant-error","ended_by":"agent","reason":"agent-unauthorized"} }
            """);
    }

    [Fact]
    public void Names_OfEveryEnumMember_AreItsKebabCase()
    {
        AssertNames<SessionState>(value => MessageNames.Of(value).ToString());
        AssertNames<AgentState>(value => MessageNames.Of(value).ToString());
        AssertNames<SessionResult>(value => MessageNames.Of(value).ToString());
        AssertNames<EndedBy>(value => MessageNames.Of(value).ToString());
    }

    [Fact]
    public void WriteWarning_LongMessage_IsCut()
    {
        _writer.WriteWarning(_buffer, "too-long", new string('x', 1_999) + "🎧" + new string('y', 50_000));

        var cut = new string('x', 1_999);
        AssertMessage($$"""
            {"event_type":"warning","session_id":"{{Session}}","source_event_id":null,"code":"too-long","message":"{{cut}}"}
            """);
    }

    [Fact]
    public void Write_HugeSourceId_LeavesItOut()
    {
        _writer.WriteSignal(_buffer, RoomSignal.UserSpeakStarted, new string('a', RoomLimits.EventIdLength + 1));

        AssertMessage($$"""{"event_type":"user.speak_started","session_id":"{{Session}}","source_event_id":null}""");
    }

    [Fact]
    public void Write_SteadyState_AllocatesNothing()
    {
        var end = SessionEnd.For(SessionEndReasons.IdleTimeout);
        var data = Encoding.UTF8.GetBytes("""{"vad_score_event":{"vad_score":0.5}}""");

        Assert.Equal(0, Allocation.OfSteadyState(100, _ => WriteAll()));

        void WriteAll()
        {
            _buffer.ResetWrittenCount();
            _writer.WriteSignal(_buffer, RoomSignal.AvatarSpeakStarted, Source);
            _writer.WriteText(_buffer, RoomTextKind.AvatarTranscriptionChunk, "hello — \"you\"", Source);
            _writer.WriteAgentEvent(_buffer, "vad_score", data, null);
            _writer.WriteState(_buffer, SessionState.Ending, false, AgentState.Listening, end);
        }
    }

    private static byte[] ToolCall(int bytes)
    {
        const string Begin = """{"client_tool_call":{"parameters":{"a":""";
        const string End = "}}}";
        return Encoding.UTF8.GetBytes($"{Begin}\"{new string('p', bytes - Begin.Length - End.Length - 2)}\"{End}");
    }

    private static void AssertNames<T>(Func<T, string> name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            Assert.Equal(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), name(value));
        }
    }

    private void AssertMessage(string expected)
    {
        var written = JsonNode.Parse(_buffer.WrittenSpan)!.AsObject();
        var id = Guid.Parse(written["event_id"]!.GetValue<string>());
        Assert.Equal(4, id.Version);
        Assert.True(written.Remove("event_id"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), written), written.ToJsonString());
        Assert.InRange(_buffer.WrittenCount, 1, RoomLimits.DataBytes);
    }
}
