using System.Text;
using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.LiveAvatar.Lite;

namespace Connectors.Tests.LiveAvatar.Lite;

public sealed class LiteMessageTests
{
    private readonly RecentUtterances _utterances = new();

    public LiteMessageTests() => _utterances.Add("mine");

    [Theory]
    [InlineData("""{"type":"agent.speak_started","event_id":"mine"}""", "mine")]
    [InlineData("""{"type":"agent.speak_started","event_id":"server","source_event_id":"mine"}""", "mine")]
    [InlineData("""{"event_id":"server","task":{"id":"mine"},"type":"agent.speak_started"}""", "mine")]
    [InlineData("""{"type":"agent.speak_started","event_id":"server","task":{"id":"server-task"}}""", null)]
    [InlineData("""{"type":"agent.speak_started"}""", null)]
    [InlineData("""{"type":"agent.speak_started","event_id":17,"task":"mine","source_event_id":["mine"]}""", null)]
    [InlineData("""{"type":"agent.speak_started","other":{"id":"mine"}}""", null)]
    [InlineData("""{"type":"agent.speak_started","event_id":"\u006dine"}""", "mine")]
    public void SpeakStarted_NamesAnUtteranceOnlyIfItIsOurs(string json, string? named)
    {
        Assert.Equal(new AvatarEvent.SpeakStarted(named), Read(json).Event);
    }

    [Theory]
    [InlineData("connected", true)]
    [InlineData("closing", false)]
    [InlineData("closed", false)]
    [InlineData("disconnected", false)]
    [InlineData("new", null)]
    [InlineData("connecting", null)]
    [InlineData("dancing", null)]
    public void SessionState_OfEitherVocabulary_SaysWhetherCommandsAreTaken(string state, bool? taking)
    {
        Assert.Equal(taking, Read($$"""{"type":"session.state_updated","state":"{{state}}"}""").Taking);
    }

    [Theory]
    [InlineData("session.stopped")]
    [InlineData("session_stopped")]
    public void Stop_InEitherSpelling_IsTold(string type)
    {
        Assert.Equal(new(false, new AvatarEvent.Stopped()), Read($$"""{"type":"{{type}}","end_reason":"X"}"""));
    }

    [Fact]
    public void Complaint_HasTypeWordsAndCommand()
    {
        Assert.Equal(
            new AvatarEvent.Complaint("server_error", "no", "mine"),
            Read("""{"type":"error","event_id":"x","error":{"event_id":"mine","message":"no","type":"server_error"}}""").Event);
        Assert.Equal(
            new AvatarEvent.Complaint("slow", string.Empty, null), Read("""{"type":"warning","warning":{"type":"slow"}}""").Event);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"agent.speak_started\"")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":{\"type\":\"session.stopped\"}}")]
    [InlineData("{\"type\":\"session.stopped\"} and more")]
    [InlineData("{\"state\":\"connected\"}")]
    public void Message_ThatIsNoEvent_IsRefused(string json)
    {
        Assert.False(LiteMessage.TryRead(Encoding.UTF8.GetBytes(json), _utterances, out _));
    }

    [Fact]
    public void Words_ThatAreNoText_AreNotTold()
    {
        byte[] type = [.. "{\"type\":\""u8, 0xff, 0xfe, .. "\"}"u8];
        byte[] words = [.. "{\"type\":\"error\",\"error\":{\"message\":\""u8, 0xff, .. "\"}}"u8];

        Assert.True(LiteMessage.TryRead(type, _utterances, out var unknown));
        Assert.Equal(default, unknown);
        Assert.False(LiteMessage.TryRead(words, _utterances, out _));
    }

    [Fact]
    public void Message_CutAnywhere_NeverCrashes()
    {
        var whole = Encoding.UTF8.GetBytes(
            """{"type":"error","event_id":"mine","task":{"id":"é"},"error":{"type":"x","message":"\ud83c\udfa7","list":[1,{"a":null}]}}""");

        var read = Enumerable.Range(0, whole.Length)
            .Count(length => LiteMessage.TryRead(whole.AsSpan(0, length), _utterances, out _));

        Assert.Equal(0, read);
        Assert.True(LiteMessage.TryRead(whole, _utterances, out _));
    }

    [Fact]
    public void Message_NestedTooDeep_IsRefused()
    {
        var json = $$"""{"type":"session.stopped","x":{{new string('[', 100)}}{{new string(']', 100)}}}""";

        Assert.False(LiteMessage.TryRead(Encoding.UTF8.GetBytes(json), _utterances, out _));
    }

    [Fact]
    public void Words_OfAnyLength_AreCut()
    {
        var json = JsonSerializer.Serialize(new
        {
            type = "error",
            error = new { type = new string('t', 100_000), message = new string('m', 1_000) },
        });

        var complaint = Assert.IsType<AvatarEvent.Complaint>(Read(json).Event);
        Assert.Equal(300, complaint.Message.Length);
        Assert.True(complaint.Code.Length <= 300);
    }

    [Fact]
    public void Utterances_LongPast_AreForgotten()
    {
        for (var i = 0; i < 16; i++)
        {
            _utterances.Add($"later-{i}");
            _utterances.Add($"later-{i}");
        }

        Assert.Equal(new AvatarEvent.SpeakEnded(null), Read("""{"type":"agent.speak_ended","event_id":"mine"}""").Event);
        Assert.Equal(new AvatarEvent.SpeakEnded("later-0"), Read("""{"type":"agent.speak_ended","event_id":"later-0"}""").Event);
    }

    private LiteMessage Read(string json)
    {
        Assert.True(LiteMessage.TryRead(Encoding.UTF8.GetBytes(json), _utterances, out var message));
        return message;
    }
}
