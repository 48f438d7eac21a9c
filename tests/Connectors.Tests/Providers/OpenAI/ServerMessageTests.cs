using System.Text;
using Connectors.Providers;
using Connectors.Providers.OpenAI.Wire;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class ServerMessageTests
{
    [Theory]
    [InlineData("""{"type":"response.output_audio.delta","response_id":"r","item_id":"i","content_index":2,"delta":"AAAA"}""")]
    [InlineData("""{"delta":"AAAA","content_index":2,"item_id":"i","response_id":"r","type":"response.output_audio.delta"}""")]
    [InlineData("""
        {"x":{"type":"other","delta":[1]},"type":"response.output_audio.delta","response_id":"r","item_id":"i","content_index":2,
         "delta":"\u0041AAA"}
        """)]
    public void AudioDelta_InAnyOrderOfMembers_IsRead(string json)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));

        Assert.True(message.IsAudio);
        Assert.Equal("r"u8, message.ResponseId);
        Assert.Equal("i"u8, message.ItemId);
        Assert.Equal(2, message.ContentIndex);
        Assert.Equal("AAAA"u8, message.Delta);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("\"type\"")]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":"a"} {"type":"b"}""")]
    [InlineData("""{"type":"a",}""")]
    [InlineData("""{"type":"\udc00"}""")]
    public void Message_ThatIsNoObjectWithAType_IsRefused(string json) =>
        Assert.False(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Message_NestedTooDeep_IsRefused() => Assert.False(
        ServerMessage.TryRead(Encoding.UTF8.GetBytes($"{{\"type\":\"a\",\"b\":{new string('[', 100)}{new string(']', 100)}}}"), out _));

    [Theory]
    [InlineData("""{"type":"a"}""", "{}")]
    [InlineData("""{ "type" : "a" , "b" : [1, {"type": 2}] }""", """{"b" : [1, {"type": 2}]}""")]
    [InlineData("""{"b":1,"type":"a","c":"\"","d":null}""", """{"b":1,"c":"\"","d":null}""")]
    public void MessageWithoutType_KeepsAllOtherMembers(string json, string rest) =>
        Assert.Equal(rest, Encoding.UTF8.GetString(ServerJson.WithoutType(Encoding.UTF8.GetBytes(json)).Span));

    [Theory]
    [InlineData("invalid_value", "invalid_value")]
    [InlineData("session.tools[0].name", "session.tools[0].name")]
    [InlineData("Incorrect API key provided: sk-123", "unknown")]
    [InlineData("", "unknown")]
    [InlineData(null, "unknown")]
    public void Name_OfTheProvider_IsShownOnlyIfItIsOne(string? text, string shown) => Assert.Equal(shown, LenientJson.Name(text));
}
