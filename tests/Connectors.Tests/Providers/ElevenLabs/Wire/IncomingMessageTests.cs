using System.Text;
using System.Text.Json;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Transport;

namespace Connectors.Tests.Providers.ElevenLabs.Wire;

public sealed class IncomingMessageTests
{
    [Theory]
    [InlineData("""{"type":"audio","audio_event":{"audio_base_64":"AAEC","event_id":7}}""")]
    [InlineData("""{"audio_event":{"event_id":7,"audio_base_64":"AAEC"},"type":"audio"}""")]
    [InlineData("""{"x":[{"type":0}],"audio_event":{"event_id":"7","alignment":{"chars":[]},"audio_base_64":"AAEC"},"type":"audio"}""")]
    [InlineData("""{ "type" : "audio" , "audio_event" : { "audio_base_64" : "AAEC" , "event_id" : 7 } } """)]
    public void Audio_InAnyOrderOfMembers_IsDecoded(string json)
    {
        using var buffer = MessageBuffer.Rent(isText: false);
        var message = IncomingMessage.Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal(IncomingKind.Audio, message.Kind);
        Assert.True(message.TryDecodeAudio(buffer, out var id));
        Assert.Equal(7, id);
        Assert.Equal([0, 1, 2], buffer.Written.ToArray());
    }

    [Fact]
    public void Audio_WithEscapedSlashes_IsDecoded()
    {
        using var buffer = MessageBuffer.Rent(isText: false);
        var message = IncomingMessage.Read("""{"type":"audio","audio_event":{"audio_base_64":"\/\/8\u003d"}}"""u8);

        Assert.True(message.TryDecodeAudio(buffer, out var id));
        Assert.Null(id);
        Assert.Equal([0xff, 0xff], buffer.Written.ToArray());
    }

    [Theory]
    [InlineData("ping", 2)]
    [InlineData("interruption", 3)]
    [InlineData("", 3)]
    public void Type_OfAMessage_SaysHowItIsRead(string type, int kind) => Assert.Equal(
        (IncomingKind)kind, IncomingMessage.Read(Encoding.UTF8.GetBytes($$"""{"type":"{{type}}"}""")).Kind);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"audio\"")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":{"type":"audio"}}""")]
    public void Message_WithoutAType_IsMalformed(string json) =>
        Assert.Equal(IncomingKind.Malformed, IncomingMessage.Read(Encoding.UTF8.GetBytes(json)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"type":"audio"} x""")]
    [InlineData("""{"type":"audio",}""")]
    public void Message_ThatIsNoJson_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => IncomingMessage.Read(Encoding.UTF8.GetBytes(json)).Kind);

    [Theory]
    [InlineData("""{"type":"ping","ping_event":{"event_id":12,"ping_ms":null}}""", "12", 12L)]
    [InlineData("""{"type":"ping","ping_event":{"event_id":"a\u0062"}}""", "\"a\\u0062\"", null)]
    [InlineData("""{"type":"ping","ping_event":{"event_id":[1]}}""", "", null)]
    [InlineData("""{"type":"ping"}""", "", null)]
    public void Ping_OfAnyShape_GivesItsRawId(string json, string raw, long? id)
    {
        var message = IncomingMessage.Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal(raw, Encoding.UTF8.GetString(message.PingId(out var eventId)));
        Assert.Equal(id, eventId);
    }
}
