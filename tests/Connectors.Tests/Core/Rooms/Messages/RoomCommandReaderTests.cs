using System.Text;
using System.Text.Json;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;

namespace Connectors.Tests.Core.Rooms.Messages;

public sealed class RoomCommandReaderTests
{
    private const string Session = "7a564c24-0f0a-4f3a-9c53-6a5a6c7f1d11";
    private const string Id = "bdbf8fc4-23c2-4f53-a1a5-2c1d7a0b9e77";

    // As the web SDK 0.0.18 was seen to send them (facts/sdk-proof.md §2).
    public static TheoryData<string, RoomCommand> SdkCommands() => new()
    {
        { """{"event_type":"avatar.interrupt"}""", new RoomCommand.Interrupt(null) },
        { $$"""{"event_id":"{{Id}}","event_type":"avatar.start_listening"}""", new RoomCommand.StartListening(Id) },
        { $$"""{"event_type":"avatar.stop_listening","event_id":"{{Id}}"}""", new RoomCommand.StopListening(Id) },
        {
            $$"""{"event_id":"{{Id}}","event_type":"avatar.speak_response","text":"hello"}""",
            new RoomCommand.SpeakResponse(Id, "hello")
        },
        {
            $$"""{"event_id":"{{Id}}","event_type":"avatar.speak_text","text":"say this"}""",
            new RoomCommand.SpeakText(Id, "say this")
        },
        { """{"event_type":"user.start_push_to_talk"}""", new RoomCommand.StartPushToTalk(null) },
        { """{"event_type":"user.stop_push_to_talk"}""", new RoomCommand.StopPushToTalk(null) },
        { """{"event_type":"session.stop"}""", new RoomCommand.StopSession(null) },
    };

    public static TheoryData<string, string> BadCommands() => new()
    {
        { "", CommandRejectionReasons.PayloadSize },
        { "{", CommandRejectionReasons.MalformedJson },
        { "not json", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"avatar.interrupt"} x""", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"avatar.interrupt",}""", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"session.stop","event_type":"avatar.interrupt"}""", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"avatar.speak_text","text":"\ud800"}""", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"avatar.interrupt","\udfff":1}""", CommandRejectionReasons.MalformedJson },
        { """{"event_type":"avatar.interrupt","event_type":5}""", CommandRejectionReasons.MalformedJson },
        { "5", CommandRejectionReasons.NotAnObject },
        { "null", CommandRejectionReasons.NotAnObject },
        { "\"text\"", CommandRejectionReasons.NotAnObject },
        { """[{"event_type":"avatar.interrupt"}]""", CommandRejectionReasons.NotAnObject },
        { "{}", CommandRejectionReasons.MissingField },
        { """{"event_type":null}""", CommandRejectionReasons.WrongType },
        { """{"event_type":5}""", CommandRejectionReasons.WrongType },
        { """{"event_type":{"a":1}}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.interrupt","event_id":5}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.interrupt","session_id":[]}""", CommandRejectionReasons.WrongType },
        { """{"event_type":""}""", CommandRejectionReasons.UnknownCommand },
        { """{"event_type":"AVATAR.INTERRUPT"}""", CommandRejectionReasons.UnknownCommand },
        { """{"event_type":"avatar.dance"}""", CommandRejectionReasons.UnknownCommand },
        { """{"event_type":"session.update"}""", CommandRejectionReasons.UnsupportedCommand },
        { """{"event_type":"avatar.speak_audio","audio":"AAAA"}""", CommandRejectionReasons.UnsupportedCommand },
    };

    public static TheoryData<string, string> BadMembers() => new()
    {
        { """{"event_type":"avatar.speak_text"}""", CommandRejectionReasons.MissingField },
        { """{"event_type":"avatar.speak_text","text":null}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.speak_text","text":7}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.speak_text","text":""}""", CommandRejectionReasons.EmptyText },
        { """{"event_type":"avatar.speak_response","text":" \n\t"}""", CommandRejectionReasons.EmptyText },
        { """{"event_type":"avatar.interrupt","session_id":"another"}""", CommandRejectionReasons.OtherSession },
        { """{"event_type":"elevenlabs_agent_command"}""", CommandRejectionReasons.MissingField },
        { """{"event_type":"elevenlabs_agent_command","elevenlabs_event_type":""}""", CommandRejectionReasons.MissingField },
        { """{"event_type":"elevenlabs_agent_command","elevenlabs_event_type":1}""", CommandRejectionReasons.WrongType },
        {
            """{"event_type":"elevenlabs_agent_command","elevenlabs_event_type":"user_message","data":"hi"}""",
            CommandRejectionReasons.WrongType
        },
        {
            """{"event_type":"elevenlabs_agent_command","elevenlabs_event_type":"user_message","data":[1]}""",
            CommandRejectionReasons.WrongType
        },
    };

    [Theory]
    [MemberData(nameof(SdkCommands))]
    public void Read_CommandAsTheSdkSendsIt_IsThatCommand(string json, RoomCommand expected)
    {
        var result = Read(json);

        Assert.Equal(expected, result.Command);
        Assert.Null(result.Rejection);
        Assert.Contains($"\"event_type\":\"{expected.Name}\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user_message", """{"text":"hi agent"}""")]
    [InlineData("contextual_update", """{"text":"user opened cart"}""")]
    [InlineData("client_tool_result", """{"tool_call_id":"c1","result":"{\"ok\":true}","is_error":false}""")]
    [InlineData("anything_else", """{"x":1}""")]
    public void Read_MessageForTheAgent_KeepsTypeAndData(string type, string data)
    {
        var json = $$"""
            {"event_type":"elevenlabs_agent_command","event_id":"{{Id}}","session_id":"{{Session}}","source_event_id":null,
             "elevenlabs_event_type":"{{type}}","data":{{data}},"extra_top":2}
            """;

        var message = Assert.IsType<RoomCommand.AgentMessage>(Read(json).Command);

        Assert.Equal((Id, type), (message.EventId, message.Type));
        Assert.Equal(data, message.Data.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"data\":null")]
    public void Read_MessageForTheAgentWithoutData_LeavesItUndefined(string data)
    {
        var json = $$"""
            {"event_type":"elevenlabs_agent_command","event_id":"{{Id}}","session_id":"{{Session}}","source_event_id":null,
             "elevenlabs_event_type":"user_activity"{{data}}}
            """;

        var message = Assert.IsType<RoomCommand.AgentMessage>(Read(json).Command);

        Assert.Equal(JsonValueKind.Undefined, message.Data.ValueKind);
    }

    [Theory]
    [MemberData(nameof(BadCommands))]
    [MemberData(nameof(BadMembers))]
    public void Read_BadCommand_IsRejectedByName(string json, string reason)
    {
        var result = Read(json);

        Assert.Null(result.Command);
        Assert.Equal(reason, result.Rejection?.Reason);
        Assert.NotEmpty(result.Rejection!.Message);
    }

    [Fact]
    public void Read_InvalidUtf8_IsMalformed()
    {
        byte[] payload = [.. "{\"event_type\":\"avatar.speak_text\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(CommandRejectionReasons.MalformedJson, RoomCommandReader.Read(payload, Session).Rejection?.Reason);
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, CommandRejectionReasons.TooDeep)]
    [InlineData(10_000, CommandRejectionReasons.TooDeep)]
    public void Read_Nesting_IsBounded(int levels, string? reason)
    {
        var nested = new string('[', levels) + new string(']', levels);
        var json = $$$"""
            {"event_type":"elevenlabs_agent_command","elevenlabs_event_type":"x","data":{"a":{{{nested}}}}}
            """;

        Assert.Equal(reason, Read(json).Rejection?.Reason);
    }

    [Fact]
    public void Read_TextAtTheLimit_PassesAndOneMoreDoesNot()
    {
        var most = new string('x', RoomLimits.TextLength);

        Assert.Equal(new RoomCommand.SpeakText(null, most), Read(Speak(most)).Command);
        Assert.Equal(CommandRejectionReasons.TextTooLong, Read(Speak(most + "x")).Rejection?.Reason);
    }

    [Fact]
    public void Read_PayloadOverTheLimit_IsRejected()
    {
        var json = Speak("x").PadRight(RoomLimits.ReceivedDataBytes);

        Assert.NotNull(Read(json).Command);
        Assert.Equal(CommandRejectionReasons.PayloadSize, Read(json + " ").Rejection?.Reason);
    }

    [Fact]
    public void Read_HugeEventId_IsRejectedWithoutIt()
    {
        var json = $$"""{"event_type":"avatar.interrupt","event_id":"{{new string('a', RoomLimits.EventIdLength + 1)}}"}""";

        var rejection = Read(json).Rejection;

        Assert.Equal((CommandRejectionReasons.EventIdTooLong, null), (rejection?.Reason, rejection?.EventId));
    }

    [Fact]
    public void Read_RejectedCommand_NamesIdAndKnownCommandButNothingElseOfIt()
    {
        var known = Read($$"""{"event_type":"avatar.speak_text","event_id":"{{Id}}","text":" "}""").Rejection!;
        var unknown = Read($$"""{"event_type":"my.secret","event_id":"{{Id}}","text":"my secret"}""").Rejection!;

        Assert.Equal((Id, "avatar.speak_text"), (known.EventId, known.Command));
        Assert.Equal((Id, null), (unknown.EventId, unknown.Command));
        Assert.DoesNotContain("secret", unknown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"7A564C24-0F0A-4F3A-9C53-6A5A6C7F1D11\"")]
    public void Read_OurSession_IsAcceptedHoweverItIsWritten(string session)
    {
        Assert.NotNull(Read($$"""{"event_type":"avatar.interrupt","session_id":{{session}}}""").Command);
    }

    [Fact]
    public void ToString_OfACommand_HidesItsText()
    {
        Assert.Equal("SpeakText", Read(Speak("my secret")).Command?.ToString());
    }

    [Fact]
    public void Read_RandomMutationsOfValidCommands_NeverThrow()
    {
        var random = new Random(20261122);
        var seeds = Seeds();
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var payload = Mutate(seeds[random.Next(seeds.Length)], random);
            var result = RoomCommandReader.Read(payload, Session);
            Assert.True((result.Command is null) != (result.Rejection is null));
            read += result.Command is null ? 0 : 1;
        }

        // Both outcomes must have been met, or the mutations are too wild or too tame.
        Assert.InRange(read, 500, 19_500);
    }

    private static byte[][] Seeds()
    {
        string[] more =
        [
            $$"""
            {"event_type":"elevenlabs_agent_command","event_id":"{{Id}}","session_id":"{{Session}}","elevenlabs_event_type":"t",
             "data":{"a":[1,"é🎧",null]} }
            """,
            """{"event_type":"avatar.speak_text","text":"a\ud83c\udfa7b\\\"\u00e9"}""",
        ];
        return [.. SdkCommands().Select(row => row.Data.Item1).Concat(more).Select(Encoding.UTF8.GetBytes)];
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, "{}[]\",:\\ud8"u8[random.Next(10)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 30), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)(bytes[at] ^ (1 << random.Next(8)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Speak(string text) => $$"""{"event_type":"avatar.speak_text","text":"{{text}}"}""";

    private static RoomCommandResult Read(string json) => RoomCommandReader.Read(Encoding.UTF8.GetBytes(json), Session);
}
