using System.Text;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Data messages of the room with everything wrong: each is answered by its reason, and nothing else happens.</summary>
public sealed class BadCommandTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "", CommandRejectionReasons.PayloadSize },
        { new string(' ', 65 * 1024), CommandRejectionReasons.PayloadSize },
        { "{", CommandRejectionReasons.MalformedJson },
        { "[]", CommandRejectionReasons.NotAnObject },
        { "null", CommandRejectionReasons.NotAnObject },
        { "{}", CommandRejectionReasons.MissingField },
        { """{"event_type":7}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.dance"}""", CommandRejectionReasons.UnknownCommand },
        { """{"event_type":"avatar.speak_response"}""", CommandRejectionReasons.MissingField },
        { """{"event_type":"avatar.speak_response","text":{}}""", CommandRejectionReasons.WrongType },
        { """{"event_type":"avatar.speak_response","text":"  "}""", CommandRejectionReasons.EmptyText },
        { """{"event_type":"avatar.interrupt","session_id":"another"}""", CommandRejectionReasons.OtherSession },
        { """{"event_type":"avatar.interrupt","event_type":"avatar.interrupt"}""", CommandRejectionReasons.MalformedJson },
        { $$"""{"event_type":"avatar.interrupt","event_id":"{{new string('9', 1_000)}}"}""", CommandRejectionReasons.EventIdTooLong },
        { $$"""{"event_type":"avatar.speak_response","text":"{{new string('x', 20_000)}}"}""", CommandRejectionReasons.TextTooLong },
        { $$"""{"event_type":"avatar.interrupt","a":{{new string('[', 100)}}{{new string(']', 100)}}}""", CommandRejectionReasons.TooDeep },
    };

    [Fact]
    public async Task Commands_ThatAreWrong_AreEachRefusedByNameAndTheConversationGoesOn()
    {
        await using var stage = await SessionStage.TalkAsync();
        foreach (var row in Wrong)
        {
            var (command, reason) = row.Data;
            Assert.Equal(reason, await RefusalAsync(stage, Encoding.UTF8.GetBytes(command), "client"));
        }

        Assert.Equal(CommandRejectionReasons.MalformedJson, await RefusalAsync(stage, [0xff, 0xfe, 0x00], "client"));
        Assert.Equal("not-the-user", await RefusalAsync(stage, """{"event_type":"session.stop"}"""u8.ToArray(), "somebody"));
        Assert.Equal("not-the-user", await RefusalAsync(stage, """{"event_type":"avatar.interrupt"}"""u8.ToArray(), "heygen"));

        stage.Rooms.Room.Packet("""{"event_type":"session.stop"}"""u8.ToArray(), "client", "another-topic");
        await stage.Talk.AskAsync("Are you there?");
        await stage.Talk.AnswerAsync(700);

        // The question alone; a refusal may be sent a moment after its event.
        Assert.Single(stage.Rooms.Sent, said => said.Type == "command.result" && said.Json.GetProperty("accepted").GetBoolean());
    }

    private static async Task<string?> RefusalAsync(SessionStage stage, byte[] packet, string sender)
    {
        var before = stage.Now;
        stage.Rooms.Room.Packet(packet, sender);
        var answer = (SessionEvent.CommandAnswered)(await stage.WaitAsync<SessionEvent.CommandAnswered>(before)).Event;
        Assert.False(answer.Accepted);
        return answer.Reason;
    }
}
